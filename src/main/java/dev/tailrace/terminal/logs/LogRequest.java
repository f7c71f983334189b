package dev.tailrace.terminal.logs;

import dev.tailrace.terminal.gateway.Query;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is read, and of it what is shown.
 *
 * @param tail begin with so many last lines
 * @param since begin at this time, as on the wire; with {@code tail} show nothing older
 * @param head end after so many lines
 * @param run of one stream's command
 * @param newestFirst to read backwards
 * @param levels to have the level of each line told
 */
record LogRequest(
        StreamSet streams,
        boolean follow,
        OptionalLong tail,
        Optional<String> since,
        Optional<String> until,
        OptionalLong head,
        OptionalLong run,
        boolean newestFirst,
        Filters filters,
        boolean levels) {

    /**
     * What the gateway leaves out.
     *
     * @param grep what must be found in a line, or with {@code invert} must not
     * @param origins such as {@code stdout,stderr}
     * @param levels such as {@code warn,error,fatal}
     */
    record Filters(
            Optional<String> grep,
            boolean invert,
            Optional<String> origins,
            Optional<String> levels) {}

    /** The call that goes on at {@code place}, after {@code lines} lines. */
    Query query(Place place, long lines) {
        Query query = streams.query().with("follow", follow);
        switch (place) {
            case Place.Beginning _ -> begin(query);
            case Place.First _ -> query.with("from", "first");
            case Place.After(String position) -> query.with("from", position);
        }
        if (newestFirst) {
            query.with("order", "desc").with("since", since.orElse(null));
        } else if (streams.isOne()) {
            query.with("batch", true);
        }
        OptionalLong most = newestFirst && head.isEmpty() ? tail : head;
        query.with("until", until.orElse(null));
        query.with("limit", most.isPresent() ? most.getAsLong() - lines : null);
        query.with("run", run.isPresent() ? run.getAsLong() : null);
        query.with("grep", filters.grep().orElse(null));
        query.with("invert", filters.invert() ? true : null);
        query.with("origin", filters.origins().orElse(null));
        query.with("level", filters.levels().orElse(null));
        return query.with("fields", levels ? "level" : null);
    }

    private void begin(Query query) {
        if (newestFirst) {
            return;
        }
        if (tail.isPresent()) {
            query.with("tail", tail.getAsLong());
        } else if (since.isPresent()) {
            query.with("since", since.get());
        } else {
            query.with("from", "first");
        }
    }

    /** Times before this one are not shown, although they may come; empty if none may come. */
    String oldest() {
        return tail.isPresent() && !newestFirst ? since.orElse("") : "";
    }
}
