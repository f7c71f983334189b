package dev.tailrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.Test;

/**
 * The rules of Reactive Streams as its own verification (the TCK) has them, each a test of JUnit:
 * the TCK is written for TestNG, of which nothing but the annotation is used. Rules that the TCK
 * itself cannot verify ({@code untested_...}) are left out.
 */
public final class ReactiveStreamsRules {
    /** How long nothing may come where nothing is to come. */
    private static final long QUIET_MS = 50;

    /** Of an error it is all the time there is: the TCK reckons its limit wrongly (=- for -=). */
    private static final long LOOK_EACH_MS = 100;

    private static final String ONE = "there is one subscriber";

    /** The rules that apply to no publisher of the gateway's, and why. */
    private static final Map<String, String> WITHOUT =
            Map.of(
                    "optional_spec111_maySupportMultiSubscribe",
                    ONE,
                    "optional_spec111_registeredSubscribersMustReceiveOnNextOrOnCompleteSignals",
                    ONE,
                    "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOf"
                            + "ItsSubscribersWhenRequestingOneByOne",
                    ONE,
                    "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOf"
                            + "ItsSubscribersWhenRequestingManyUpfront",
                    ONE,
                    "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOf"
                            + "ItsSubscribersWhenRequestingManyUpfrontAndCompleteAsExpected",
                    ONE,
                    "required_spec317_mustNotSignalOnErrorWhenPendingAboveLongMaxValue",
                    "it wants two thousand million items");

    /**
     * Of what another thread is to do, the TCK waits 100 ms for these, however slow the machine is:
     * the error of a wrong request; that a cancellation is seen, and then the collection. A
     * publisher that breaks one fails each time.
     */
    private static final Pattern IN_A_HURRY = Pattern.compile("required_spec(309|313)_.*");

    private static final int TIMES_IN_A_HURRY = 10;

    private ReactiveStreamsRules() {}

    /** With the time limits of all tests. */
    public static TestEnvironment environment() {
        return new TestEnvironment(Waiting.LIMIT.toMillis(), QUIET_MS, LOOK_EACH_MS);
    }

    /** What one run of a rule is to be verified with. */
    @FunctionalInterface
    public interface Subject {
        FlowPublisherVerification<?> verification() throws Exception;
    }

    /**
     * A test for each rule.
     *
     * @param subject makes the publishers, anew for each rule
     */
    public static Stream<DynamicTest> of(Subject subject) {
        return of(subject, Map.of());
    }

    /**
     * The same, but for some.
     *
     * @param also the other rules that cannot apply, and why
     */
    public static Stream<DynamicTest> of(Subject subject, Map<String, String> also) {
        Map<String, String> without = new HashMap<>(WITHOUT);
        without.putAll(also);
        List<Method> rules =
                Arrays.stream(FlowPublisherVerification.class.getMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .filter(method -> !method.getName().startsWith("untested_"))
                        .toList();
        assertThat(rules).extracting(Method::getName).containsAll(without.keySet());
        return rules.stream()
                .filter(rule -> !without.containsKey(rule.getName()))
                .map(rule -> DynamicTest.dynamicTest(rule.getName(), () -> verify(subject, rule)));
    }

    private static void verify(Subject subject, Method rule) throws Throwable {
        boolean isInAHurry = IN_A_HURRY.matcher(rule.getName()).matches();
        for (int i = 1; isInAHurry && i < TIMES_IN_A_HURRY; i++) {
            try {
                verifyOnce(subject, rule);
                return;
            } catch (AssertionError e) {
                System.err.println(rule.getName() + " is tried again: " + e.getMessage());
            }
        }
        verifyOnce(subject, rule);
    }

    private static void verifyOnce(Subject subject, Method rule) throws Throwable {
        FlowPublisherVerification<?> verification = subject.verification();
        verification.setUp();
        try {
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            throw e.getCause(); // one that the TCK skips is a failure, too: it is to be listed
        }
    }
}
