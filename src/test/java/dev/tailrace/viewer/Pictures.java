package dev.tailrace.viewer;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pictures of the page in {@code target/screenshots}, for a person to look at. */
@ExtendWith(Viewer.Given.class)
@Order(1)
class Pictures {
    private final Viewer viewer;

    Pictures(Viewer viewer) {
        this.viewer = viewer;
    }

    @Test
    void ofTheList() {
        Demo.push(viewer);
        viewer.open("")
                .until("document.querySelectorAll('a.stream').length >= 4")
                .picture(Viewer.picture("list"));
    }

    @Test
    void ofLinesFollowedAndPausedAndDark() {
        Demo.push(viewer);
        LogPage page = viewer.log(Demo.STREAM).untilDrawn();
        page.tab.picture(Viewer.picture("live"));
        page.tab.dark(true).picture(Viewer.picture("dark"));
        page.tab.dark(false);
        page.press("PageUp");
        Demo.push(viewer, 17);
        page.untilTold(17).tab.picture(Viewer.picture("paused"));
    }

    @Test
    void ofAPhone() {
        Demo.push(viewer);
        LogPage page =
                new LogPage(
                        viewer.chromium().tab().phone().go(viewer.address("#/s/" + Demo.STREAM)));
        page.untilLive().untilDrawn().tab.picture(Viewer.picture("phone"));
        page.tab.click(".open-list").picture(Viewer.picture("phone-list"));
    }

    @Test
    void ofMergedStreams() {
        Demo.push(viewer);
        Demo.pushShop(viewer);
        LogPage page =
                new LogPage(viewer.open("#/s/%s?with=%s".formatted(Demo.STREAM, Demo.SHOP)))
                        .untilLive()
                        .untilDrawn();
        page.tab.picture(Viewer.picture("merged"));
        page.tab.dark(true).picture(Viewer.picture("merged-dark"));
        page.tab.dark(false).phone().picture(Viewer.picture("merged-phone"));
    }

    @Test
    void ofTheKeys() {
        Demo.push(viewer);
        LogPage page = viewer.log(Demo.STREAM);
        page.press("?")
                .tab
                .until("document.querySelector('dialog[open]')")
                .picture(Viewer.picture("keys"));
    }

    @Test
    void ofASearch() {
        Demo.push(viewer);
        LogPage page = viewer.log(Demo.STREAM);
        page.press("h").press("/").tab.type("declined").until(Point4Finding.DONE);
        page.press("Enter").untilShows("declined");
        page.tab.until("document.querySelector('time-histogram')?.checkVisibility()");
        page.tab
                .picture(Viewer.picture("search"))
                .dark(true)
                .picture(Viewer.picture("search-dark"));
    }
}
