package dev.tailrace.terminal.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The completion of bash, which zsh takes as well. All but the names of streams is in the script: a
 * JVM at each Tab would be felt.
 */
final class BashScript {
    private static final String HEAD =
            """
            # Completion of tailrace for bash; for zsh after: autoload -U +X bashcompinit && bashcompinit
            # The names of streams are asked for at most each 5 seconds, and waited for at most one.
            _tailrace_streams() {
                if [[ -z ${_tailrace_at-} ]] || ((SECONDS - _tailrace_at > 5)); then
                    _tailrace_names=$(timeout 1 "${COMP_WORDS[0]}" __complete streams 2>/dev/null </dev/null)
                    _tailrace_at=$SECONDS
                fi
                COMPREPLY=($(compgen -W "$_tailrace_names" -- "$1"))
            }

            _tailrace() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= i
                COMPREPLY=()
                if [[ $before == = ]]; then
                    before=${COMP_WORDS[COMP_CWORD-2]}
                elif [[ $word == = ]]; then
                    word=
                fi
                for ((i = 1; i < COMP_CWORD; i++)); do
                    if [[ ${COMP_WORDS[i]} != -* ]]; then
                        command=${COMP_WORDS[i]}
                        break
                    fi
                done
                case $command in
            """;

    private final StringBuilder text = new StringBuilder(HEAD);

    private BashScript() {}

    /** That of {@code root} and its commands. */
    static String of(CommandSpec root) {
        BashScript script = new BashScript();
        List<String> first = new ArrayList<>();
        Commands.shown(root).forEach((name, _) -> first.add(name));
        first.addAll(options(root));
        script.text.append("    '')\n");
        script.words("        ", first);
        script.text.append("        ;;\n");
        Commands.shown(root).forEach(script::command);
        return script.text
                .append("    esac\n}\n\ncomplete -F _tailrace tailrace ./tailrace\n")
                .toString();
    }

    private void command(String name, CommandSpec command) {
        text.append("    ").append(name).append(")\n        case $before in\n");
        command.options().stream().filter(each -> each.arity().max() > 0).forEach(this::value);
        text.append("        esac\n        if [[ $word == -* ]]; then\n");
        words("            ", options(command));
        text.append("            return\n        fi\n");
        List<String> further = new ArrayList<>();
        Commands.shown(command).forEach((each, _) -> further.add(each));
        if (!further.isEmpty()) {
            words("        ", further);
        }
        command.positionalParameters().stream().limit(1).forEach(each -> offer("        ", each));
        text.append("        ;;\n");
    }

    /** What comes after an option that may stand without a value may be something else. */
    private void value(OptionSpec option) {
        if (option.arity().min() == 0 && ParameterValues.words(option).isEmpty()) {
            return;
        }
        text.append("        ").append(String.join(" | ", option.names())).append(")\n");
        offer("            ", option);
        text.append("            return\n            ;;\n");
    }

    private void offer(String indent, ArgSpec argument) {
        if (ParameterValues.isStream(argument)) {
            text.append(indent).append("_tailrace_streams \"$word\"\n");
        } else if (ParameterValues.isFile(argument)) {
            text.append(indent).append("COMPREPLY=($(compgen -f -- \"$word\"))\n");
        } else if (ParameterValues.isCommand(argument)) {
            text.append(indent).append("COMPREPLY=($(compgen -c -- \"$word\"))\n");
        } else if (!ParameterValues.words(argument).isEmpty()) {
            words(indent, ParameterValues.words(argument));
        }
    }

    private void words(String indent, List<String> words) {
        text.append(indent)
                .append("COMPREPLY=($(compgen -W \"")
                .append(String.join(" ", words))
                .append("\" -- \"$word\"))\n");
    }

    /** With a short and a long name the long one is enough: the short one is no less to type. */
    private static List<String> options(CommandSpec command) {
        return command.options().stream()
                .filter(each -> !each.hidden())
                .flatMap(each -> Arrays.stream(each.names()))
                .filter(each -> each.startsWith("--"))
                .collect(Collectors.toList());
    }
}
