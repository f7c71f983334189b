package dev.tailrace.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.model.Labels;
import dev.tailrace.model.StreamName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessTest {
    private static final StreamName WEB = new StreamName("web");
    private static final StreamName API = new StreamName("api");
    private static final Labels SHOP = new Labels(Map.of("namespace", "shop"), true);

    private static Access access(Grant... grants) {
        return new Access("ci", "", List.of(grants), Instant.MAX);
    }

    private static Grant grant(Right right, String streams, Map<String, Pattern> labels) {
        return new Grant(Set.of(right), List.of(new Pattern(streams)), labels);
    }

    @ParameterizedTest
    @EnumSource
    void everybodyMayDoAllWhereNobodyIsToldFromAnother(Right right) {
        assertThat(Access.EVERYONE.may(right, WEB, Labels.NONE)).isTrue();
        assertThat(Access.EVERYONE.hasSome(right)).isTrue();
        assertThat(Access.NOBODY.may(right, WEB, SHOP)).isFalse();
        assertThat(Access.NOBODY.hasSome(right)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void noRightIncludesAnother(Right right) {
        Access one = access(grant(right, "*", Map.of()));
        for (Right other : Right.values()) {
            assertThat(one.may(other, WEB, Labels.NONE)).isEqualTo(other == right);
        }
    }

    @Test
    void grantsAreForWhatTheyNameAndAddUpAndDoNotMix() {
        Access two = access(grant(Right.READ, "web", Map.of()), grant(Right.PUSH, "api", Map.of()));
        assertThat(two.mayRead(WEB, Labels.NONE)).isTrue();
        assertThat(two.mayPush(API, Labels.NONE)).isTrue();
        assertThat(two.mayRead(API, Labels.NONE)).isFalse();
        assertThat(two.mayPush(WEB, Labels.NONE)).isFalse();
        assertThat(two.mayControl(WEB, Labels.NONE)).isFalse();
    }

    @Test
    void theSameGrantsAreAlikeInWhateverOrderAndHoweverOften() {
        Grant read = GrantLine.grant("rights=read,push streams=web,api");
        Grant same = GrantLine.grant("rights=push,read streams=api,web,api");
        Grant control = GrantLine.grant("rights=control streams=*");
        assertThat(access(read, control).isLike(access(control, same, control))).isTrue();
        assertThat(access(read, control).isLike(access(same))).isFalse();
        Grant less = GrantLine.grant("rights=push,read streams=api");
        assertThat(access(read).isLike(access(less))).isFalse();
    }

    @Test
    void aLabelDecidesOnlyIfItIsTrusted() {
        Access shop = access(grant(Right.READ, "*", Map.of("namespace", new Pattern("sh*"))));
        assertThat(shop.mayRead(WEB, SHOP)).isTrue();
        assertThat(shop.mayRead(WEB, new Labels(SHOP.values()))).isFalse();
        assertThat(shop.mayRead(WEB, Labels.NONE)).isFalse();
        assertThat(shop.mayRead(WEB, new Labels(Map.of("namespace", "ops"), true))).isFalse();
    }

    @Test
    void aLabelThatIsNotThereIsLikeNothing() {
        Access any = access(grant(Right.READ, "*", Map.of("team", Pattern.ANY)));
        assertThat(any.mayRead(WEB, SHOP)).isFalse();
        assertThat(any.mayRead(WEB, new Labels(Map.of("team", ""), true))).isTrue();
    }

    @Test
    void allLabelsOfAGrantAreAskedFor() {
        Access both =
                access(
                        grant(
                                Right.READ,
                                "*",
                                Map.of(
                                        "namespace",
                                        new Pattern("shop"),
                                        "app",
                                        new Pattern("web"))));
        assertThat(both.mayRead(WEB, SHOP)).isFalse();
        assertThat(both.mayRead(WEB, new Labels(Map.of("namespace", "shop", "app", "web"), true)))
                .isTrue();
    }
}
