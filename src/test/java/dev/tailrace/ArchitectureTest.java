package dev.tailrace;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The design's package table: which package may import which.
 *
 * <pre>
 *   source, framing, log, access, level --> model
 *   cursor                --> log, level, model
 *   search                --> cursor, log, level, model; and libc by the CFunction of source
 *   hub and its rooms     --> access, cursor, log, level, framing, source, model
 *   face                  --> hub, access, search, cursor, level, model; what streams there are it
 *                             asks for a client, so that none is told of one that it may not see
 *   sink                  --> hub, cursor, model; a sink writes pipes by the PipeWriter of source,
 *                             which the hub hands out: it is system calls, as reading them is;
 *                             and it keeps its place in a SmallFile of log, from the hub as well;
 *                             a face asks a socket for its room by the SocketRoom of source, and
 *                             how many there may be by its FileLimit
 *   viewer, cli, root     --> anything
 * </pre>
 */
@AnalyzeClasses(packages = "dev.tailrace", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static void modelKnowsOnlyTheJdk(JavaClasses gateway) {
        classes()
                .that()
                .resideInAPackage(tree("model"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify.annotations", tree("model"))
                .check(gateway);
    }

    @ArchTest
    static void sourceImportsOnlyModel(JavaClasses gateway) {
        imports("source", "model").check(gateway);
    }

    @ArchTest
    static void framingImportsOnlyModel(JavaClasses gateway) {
        imports("framing", "model").check(gateway);
    }

    @ArchTest
    static void logImportsOnlyModel(JavaClasses gateway) {
        imports("log", "model").check(gateway);
    }

    @ArchTest
    static void levelImportsOnlyModel(JavaClasses gateway) {
        imports("level", "model").check(gateway);
    }

    @ArchTest
    static void cursorImportsOnlyLogLevelAndModel(JavaClasses gateway) {
        imports("cursor", "log", "level", "model").check(gateway);
    }

    @ArchTest
    static void searchImportsOnlyCursorLogLevelAndModel(JavaClasses gateway) {
        imports("search", "cursor", "log", "level", "model").check(gateway);
    }

    @ArchTest
    static void accessImportsOnlyModel(JavaClasses gateway) {
        imports("access", "model").check(gateway);
    }

    @ArchTest
    static void hubImportsOnlyTheSevenBelowIt(JavaClasses gateway) {
        imports("hub", "access", "cursor", "log", "level", "framing", "source", "model")
                .check(gateway);
    }

    @ArchTest
    static void faceImportsOnlyHubAccessSearchCursorLevelAndModel(JavaClasses gateway) {
        imports("face", "hub", "access", "search", "cursor", "level", "model").check(gateway);
    }

    /** Those of {@code Hub.streamsOf} are asked about each client. */
    @ArchTest
    static void facesHaveOnlyTheStreamsOfAClient(JavaClasses gateway) {
        noClasses()
                .that()
                .resideInAPackage(tree("face"))
                .should()
                .dependOnClassesThat()
                .haveNameMatching("dev\\.tailrace\\.hub\\.stream\\.(Streams|Watchers)")
                .check(gateway);
    }

    @ArchTest
    static void sinkImportsOnlyHubCursorAndModel(JavaClasses gateway) {
        imports("sink", "hub", "cursor", "model").check(gateway);
    }

    @ArchTest
    static void nothingImportsTheRootOrTheCommandLine(JavaClasses gateway) {
        String[] both = {"dev.tailrace", tree("cli")};
        noClasses()
                .that()
                .resideInAPackage("dev.tailrace..")
                .and()
                .resideOutsideOfPackages(both)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(both)
                .check(gateway);
    }

    @ArchTest
    static void everyPackageIsInTheTable(JavaClasses gateway) {
        String[] table =
                Stream.of(
                                "model", "source", "framing", "log", "level", "access", "cursor",
                                "search", "hub", "face", "sink", "viewer", "cli")
                        .map(ArchitectureTest::tree)
                        .toArray(String[]::new);
        classes()
                .that()
                .resideOutsideOfPackage("dev.tailrace")
                .should()
                .resideInAnyPackage(table)
                .check(gateway);
    }

    @ArchTest
    static void framingLogLevelAndCursorKnowNeitherQuarkusNorHttp(JavaClasses gateway) {
        noClasses()
                .that()
                .resideInAnyPackage(
                        tree("framing"), tree("log"), tree("level"), tree("cursor"), tree("search"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta.ws.rs..", "io.vertx..")
                .check(gateway);
    }

    /** Whatever has a pattern compiled bounds it first. */
    @ArchTest
    static void patternsAreCompiledInOnePlace(JavaClasses gateway) {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.tailrace.cursor.BoundedPattern")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.re2j..")
                .check(gateway);
    }

    @ArchTest
    static void facesNeverImportEachOther(JavaClasses gateway) {
        siblings("face").check(gateway);
    }

    @ArchTest
    static void sourcesNeverImportEachOther(JavaClasses gateway) {
        siblings("source").check(gateway);
    }

    @ArchTest
    static void sinksNeverImportEachOther(JavaClasses gateway) {
        siblings("sink").check(gateway);
    }

    @ArchTest
    static void theRoomsOfTheHubAreFreeOfCircles(JavaClasses gateway) {
        slices().matching("dev.tailrace.hub.(*)..").should().beFreeOfCycles().check(gateway);
    }

    @ArchTest
    static void theRoomsOfTheHubDependDownwards(JavaClasses gateway) {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.tailrace.hub..")
                .layer("hub")
                .definedBy("dev.tailrace.hub")
                .layer("readers")
                .definedBy("dev.tailrace.hub.readers")
                .layer("push")
                .definedBy("dev.tailrace.hub.push")
                .layer("stream")
                .definedBy("dev.tailrace.hub.stream")
                .layer("ingest")
                .definedBy("dev.tailrace.hub.ingest")
                .whereLayer("hub")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("readers")
                .mayOnlyBeAccessedByLayers("hub")
                .whereLayer("push")
                .mayOnlyBeAccessedByLayers("hub")
                .whereLayer("stream")
                .mayOnlyBeAccessedByLayers("hub", "readers", "push")
                .whereLayer("ingest")
                .mayOnlyBeAccessedByLayers("hub", "readers", "push", "stream")
                .check(gateway);
    }

    @ArchTest
    static void theRoomsOfFollowedFilesDependDownwards(JavaClasses gateway) {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.tailrace.source.tail..")
                .layer("tail")
                .definedBy("dev.tailrace.source.tail")
                .layer("rotation")
                .definedBy("dev.tailrace.source.tail.rotation")
                .layer("lines")
                .definedBy("dev.tailrace.source.tail.lines")
                .layer("file")
                .definedBy("dev.tailrace.source.tail.file")
                .whereLayer("tail")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("rotation")
                .mayOnlyBeAccessedByLayers("tail")
                .whereLayer("lines")
                .mayOnlyBeAccessedByLayers("tail")
                .check(gateway);
    }

    @ArchTest
    static void noClassesFormACircle(JavaClasses gateway) {
        slices().assignedFrom(OUTER_CLASSES).should().beFreeOfCycles().check(gateway);
    }

    @ArchTest
    static void thereIsNoDrawerForUnsortedThings(JavaClasses gateway) {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..config..", "..metrics..")
                .because("each package owns its configuration, its meters and its helpers")
                .check(gateway);
    }

    /** Without the mark NullAway passes over the package in silence. */
    @ArchTest
    static void everyPackageHasANullMarkedPackageInfo(JavaClasses gateway) {
        JavaPackage root = gateway.getPackage("dev.tailrace");
        assertThat(Stream.concat(Stream.of(root), root.getSubpackagesInTree().stream()))
                .filteredOn(each -> !each.getClasses().isEmpty())
                .filteredOn(each -> !each.isAnnotatedWith(NullMarked.class))
                .extracting(JavaPackage::getName)
                .isEmpty();
    }

    /** A nested class is part of that which it is nested in. */
    private static final SliceAssignment OUTER_CLASSES =
            new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass each) {
                    return SliceIdentifier.of(each.getName().replaceFirst("\\$.*", ""));
                }

                @Override
                public String getDescription() {
                    return "classes with what is nested in them";
                }
            };

    private static String tree(String name) {
        return "dev.tailrace." + name + "..";
    }

    /**
     * Of the gateway's own packages {@code name} imports nothing but itself and {@code allowed}.
     */
    private static ArchRule imports(String name, String... allowed) {
        String[] permitted =
                Stream.concat(Stream.of(name), Arrays.stream(allowed))
                        .map(ArchitectureTest::tree)
                        .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(tree(name))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.tailrace..")
                                .and(not(resideInAnyPackage(permitted)))
                                .and(not(handedOutTo(name))));
    }

    /** What {@code name} gets from the hub as well. */
    private static DescribedPredicate<HasName> handedOutTo(String name) {
        return switch (name) {
            case "sink" ->
                    HasName.Predicates.nameMatching(
                            "dev\\.tailrace\\.(source\\.PipeWriter|log\\.SmallFile.*)");
            case "face" ->
                    HasName.Predicates.nameMatching(
                            "dev\\.tailrace\\.source\\.(SocketRoom|FileLimit)");
            case "search" -> HasName.Predicates.name("dev.tailrace.source.CFunction");
            default -> DescribedPredicate.alwaysFalse();
        };
    }

    /** What the packages beside each other in {@code name} share lies in {@code name} itself. */
    private static ArchRule siblings(String name) {
        return slices().matching("dev.tailrace." + name + ".(*)..").should().notDependOnEachOther();
    }
}
