package dev.tailrace.cli;

import io.smallrye.config.ConfigValidationException;

/** Puts what the configuration's reader complains about into a sentence for the user. */
final class ConfigProblems {
    private ConfigProblems() {}

    static String sentence(ConfigValidationException e) {
        StringBuilder sentence = new StringBuilder("the configuration cannot be used: ");
        for (int i = 0; i < e.getProblemCount(); i++) {
            sentence.append(i == 0 ? "" : "; ").append(e.getProblem(i).getMessage());
        }
        return sentence.toString();
    }
}
