package com.guance.marketplace.benchmarks;

import com.guance.marketplace.benchmarks.StatementLog.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The statements of a landing as a script of pgbench. They are recorded from landings of this run, so the script cannot be
 * older than the portal. What differs between two landings (ids, hashes, names) is made anew in each transaction of the script;
 * what is the same, or of no key, stays as recorded.
 */
record PgbenchScript(List<String> statements) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$(\\d+)");
    private static final Pattern UUID = Pattern.compile("'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'");
    private static final Pattern HASH = Pattern.compile("'\\\\x[0-9a-f]{64}'");
    private static final Pattern NUMBER_OR_TIME = Pattern.compile("'[-+0-9.: TZ]*'");
    private static final Pattern BYTES = Pattern.compile("'\\\\x[0-9a-f]*'");

    /** @param landings the statements of each of several landings */
    static PgbenchScript of(List<List<Statement>> landings) {
        var usual = usual(landings);
        if (usual.size() < 2) {
            throw new IllegalStateException("No two landings ran the same statements");
        }
        var first = usual.get(0);
        var second = usual.get(1);
        var fresh = new HashMap<String, String>();
        var statements = new ArrayList<String>();
        for (int i = 0; i < first.size(); i++) {
            var parameters = new ArrayList<String>();
            for (int j = 0; j < first.get(i).parameters().size(); j++) {
                var value = first.get(i).parameters().get(j);
                boolean differs = !value.equals(second.get(i).parameters().get(j));
                parameters.add(
                        differs ? fresh.computeIfAbsent(value, it -> expression(it, fresh.size())) : literal(value));
            }
            statements.add(fill(first.get(i).sql(), parameters));
        }
        return new PgbenchScript(statements);
    }

    /** Background work asks now and then, too; most landings have no part of it. */
    private static List<List<Statement>> usual(List<List<Statement>> landings) {
        Function<List<Statement>, Object> shape =
                landing -> landing.stream().map(Statement::sql).toList();
        return landings.stream().collect(Collectors.groupingBy(shape)).values().stream()
                .max((a, b) -> Integer.compare(a.size(), b.size()))
                .orElse(List.of());
    }

    /** The same value in two places is the same expression in both. */
    private static String expression(String value, int number) {
        if (UUID.matcher(value).matches()) {
            return "md5('%d/' || (:n)::text)::uuid".formatted(number);
        }
        if (HASH.matcher(value).matches()) {
            return "sha256(('%d/' || (:n)::text)::bytea)".formatted(number);
        }
        if (NUMBER_OR_TIME.matcher(value).matches() || BYTES.matcher(value).matches()) {
            return literal(value);
        }
        return "(%s || (:n)::text)"
                .formatted(literal("'" + value.substring(1, Math.max(1, value.length() - 20)) + "'"));
    }

    /** pgbench takes what follows a colon for a variable, within quotes too. */
    private static String literal(String value) {
        return value.contains(":") ? "E" + value.replace("\\", "\\\\").replace(":", "\\072") : value;
    }

    private static String fill(String sql, List<String> parameters) {
        return PLACEHOLDER
                .matcher(sql)
                .replaceAll(it -> Matcher.quoteReplacement(parameters.get(Integer.parseInt(it.group(1)) - 1)));
    }

    String text() {
        return "\\set n random(1, 9000000000000000000)\n"
                + statements.stream().map(it -> it + ";\n").collect(Collectors.joining());
    }

    /** How many of each kind, for the record. */
    Map<String, Long> kinds() {
        return statements.stream()
                .collect(Collectors.groupingBy(it -> it.split("[ ;]")[0].toUpperCase(), Collectors.counting()));
    }
}
