// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import io.github.metricsserverprom.model.FamilyRule.Action;
import io.github.metricsserverprom.model.PodUsage;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The steps that operators can use: for each the name of its method, what it takes, and how it is read. */
enum Vocabulary {
    KEEP_NAMESPACES("keepNamespaces", "patterns", args -> Selection.namespaces(args.get(0), true)),
    DROP_NAMESPACES("dropNamespaces", "patterns", args -> Selection.namespaces(args.get(0), false)),
    KEEP_PODS("keepPods", "patterns", args -> Selection.pods(args.get(0), true)),
    DROP_PODS("dropPods", "patterns", args -> Selection.pods(args.get(0), false)),
    KEEP_CONTAINERS("keepContainers", "patterns", args -> Selection.containers(args.get(0), true)),
    DROP_CONTAINERS("dropContainers", "patterns", args -> Selection.containers(args.get(0), false)),
    KEEP_NODES("keepNodes", "patterns", args -> Selection.nodes(args.get(0), true)),
    DROP_NODES("dropNodes", "patterns", args -> Selection.nodes(args.get(0), false)),
    TOP_BY_CPU("topByCpu", "number", args -> new LargestPods(Arguments.number(args.get(0)), PodUsage::cpu)),
    TOP_BY_MEMORY("topByMemory", "number", args -> new LargestPods(Arguments.number(args.get(0)), PodUsage::memory)),
    ADD_LABEL("addLabel", "name,value", args -> Labels.fixed(args.get(0), args.get(1))),
    ADD_POD_LABELS("addPodLabels", "keys", args -> Labels.ofPods(args.get(0))),
    SUM_BY_NAMESPACE("sumByNamespace", "", args -> UsageSums.BY_NAMESPACE),
    SUM_BY_OWNER("sumByOwner", "", args -> UsageSums.BY_OWNER),
    SUM_BY_WORKLOAD("sumByWorkload", "", args -> UsageSums.BY_WORKLOAD),
    SUM_BY_NODE("sumByNode", "", args -> UsageSums.BY_NODE),
    KEEP_FAMILIES("keepFamilies", "patterns", args -> FamilyNames.choose(args.get(0), Action.KEEP)),
    DROP_FAMILIES("dropFamilies", "patterns", args -> FamilyNames.choose(args.get(0), Action.DROP)),
    RENAME_FAMILY("renameFamily", "name,newName", args -> FamilyNames.rename(args.get(0), args.get(1)));

    private final String method;
    private final List<String> parameters;
    private final Function<List<String>, Step> reader;

    Vocabulary(String method, String parameters, Function<List<String>, Step> reader) {
        this.method = method;
        this.parameters = parameters.isEmpty() ? List.of() : List.of(parameters.split(","));
        this.reader = reader;
    }

    /** The word of a method. */
    static Vocabulary of(String method) {
        return Arrays.stream(values())
                .filter(word -> word.method.equals(method))
                .findFirst()
                .orElseThrow(() -> new ReshapeException((method.isEmpty()
                                ? "no step is named"
                                : "there is no step " + method)
                        + ", expected one of "
                        + Arrays.stream(values()).map(Vocabulary::method).collect(Collectors.joining(", "))));
    }

    String method() {
        return method;
    }

    /**
     * Reads and checks the arguments.
     *
     * @throws ReshapeException saying what is wrong with them
     */
    Step read(List<String> arguments) {
        checkNumber(arguments);
        try {
            return reader.apply(arguments);
        } catch (ReshapeException e) {
            throw new ReshapeException(method + ": " + e.getMessage());
        }
    }

    /** Checks that there are as many arguments as the step takes. */
    void checkNumber(List<String> arguments) {
        if (arguments.size() != parameters.size()) {
            throw new ReshapeException(method + " has " + values(arguments.size()) + ", expected " + form()
                    + (arguments.size() > parameters.size() && !parameters.isEmpty()
                            ? "; a list stands between one pair of quotes"
                            : ""));
        }
    }

    private static String values(int number) {
        return number == 1 ? "1 value" : number + " values";
    }

    /** How the step is written, without parentheses when it takes nothing since Camel then finds no method. */
    String form() {
        return parameters.isEmpty()
                ? method
                : parameters.stream().collect(Collectors.joining("', '", method + "('", "')"));
    }
}
