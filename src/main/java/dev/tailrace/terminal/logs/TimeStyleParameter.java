package dev.tailrace.terminal.logs;

import dev.tailrace.terminal.print.TimeStyle;
import java.util.Arrays;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Takes the word after {@code -t} if it is a style of times: else it may be a stream. */
final class TimeStyleParameter implements IParameterConsumer {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's own signature
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
        String word = words.isEmpty() ? "" : words.peek();
        option.setValue(
                Arrays.stream(TimeStyle.values())
                        .filter(each -> each.name().equalsIgnoreCase(word))
                        .findFirst()
                        .map(style -> {
                            words.pop();
                            return style;
                        })
                        .orElse(TimeStyle.ISO));
    }
}
