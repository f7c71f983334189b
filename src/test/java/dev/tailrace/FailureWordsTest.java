package dev.tailrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A user reads what failed in words, which {@link dev.tailrace.model.Reasons} has. Looked for in
 * the bytecode: a failure that is a part of a concatenation is there a {@code String.valueOf}.
 */
class FailureWordsTest {
    private static final String REASONS = "dev/tailrace/model/Reasons";

    @Test
    void noFailureIsShownAsItsClassAndMessage() throws IOException {
        List<String> shown = new ArrayList<>();
        try (Stream<Path> files =
                Files.walk(Path.of(System.getProperty("test.target"), "classes", "dev"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
                look(ClassFile.of().parse(file), shown);
            }
        }
        assertThat(shown).isEmpty();
    }

    private static void look(ClassModel model, List<String> shown) {
        String name = model.thisClass().asInternalName();
        if (!name.equals(REASONS)) {
            model.methods()
                    .forEach(method ->
                            method.code()
                                    .filter(FailureWordsTest::showsFailure)
                                    .ifPresent(_ ->
                                            shown.add(
                                                    name
                                                            + "."
                                                            + method.methodName().stringValue())));
        }
    }

    private static boolean showsFailure(CodeModel code) {
        List<CodeElement> all = code.elementList();
        List<CodeElement> instructions =
                all.stream().filter(Instruction.class::isInstance).toList();
        for (int i = 1; i < instructions.size(); i++) {
            if (instructions.get(i) instanceof InvokeInstruction call
                    && (isToString(call, instructions.get(i + 1))
                            || isValueOf(call, instructions.get(i - 1), all))) {
                return true;
            }
        }
        return false;
    }

    /** The compiler has one of its own, for a record that cannot be taken apart. */
    private static boolean isToString(InvokeInstruction call, CodeElement next) {
        return call.name().equalsString("toString")
                && isFailure(call.owner().asSymbol())
                && !(next instanceof LoadInstruction && isThrowable(call.owner().asSymbol()));
    }

    private static boolean isThrowable(ClassDesc type) {
        return type.descriptorString().equals("Ljava/lang/Throwable;");
    }

    private static boolean isValueOf(
            InvokeInstruction call, CodeElement before, List<CodeElement> all) {
        return call.owner().asInternalName().equals("java/lang/String")
                && call.name().equalsString("valueOf")
                && before instanceof LoadInstruction load
                && isFailure(load, all);
    }

    /** Whether the variable that is loaded was declared as one. */
    private static boolean isFailure(LoadInstruction load, List<CodeElement> all) {
        int at = all.indexOf(load);
        return all.stream()
                .filter(LocalVariable.class::isInstance)
                .map(LocalVariable.class::cast)
                .filter(each -> each.slot() == load.slot())
                .filter(each -> all.indexOf(each.startScope()) <= at)
                .filter(each -> all.indexOf(each.endScope()) >= at)
                .anyMatch(each -> isFailure(each.typeSymbol()));
    }

    private static boolean isFailure(ClassDesc type) {
        if (!type.isClassOrInterface()) {
            return false;
        }
        String name = type.descriptorString().replace('/', '.');
        try {
            ClassLoader loader = FailureWordsTest.class.getClassLoader();
            return Throwable.class.isAssignableFrom(
                    Class.forName(name.substring(1, name.length() - 1), false, loader));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a class that the gateway uses is not there", e);
        }
    }
}
