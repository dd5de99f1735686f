package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract and the routes are the same set. */
class RoutesTest {
    @Test
    void every_operation_has_its_route_and_every_route_its_operation() {
        var routes = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("com.guance.marketplace.portal")
                        .stream()
                        .filter(c -> c.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .flatMap(RoutesTest::routesOf)
                        .collect(Collectors.toCollection(TreeSet::new));
        var operations = Contract.operations().stream()
                .map(Contract.Operation::route)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(routes).isEqualTo(operations).isNotEmpty();
    }

    @Test
    void names_of_operations_are_verb_and_noun_and_used_once() {
        var ids = Contract.operations().stream().map(Contract.Operation::id).toList();

        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z]+[A-Z][A-Za-z]+"));
    }

    private static Stream<String> routesOf(Class<?> resource) {
        var root = resource.getAnnotation(Path.class).value();
        return Arrays.stream(resource.getDeclaredMethods())
                .filter(m -> verb(m) != null)
                .map(m -> verb(m) + " " + join(root, m.getAnnotation(Path.class)));
    }

    private static String verb(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            var verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
                return verb.value();
            }
        }
        return null;
    }

    private static String join(String root, Path path) {
        var whole = path == null ? root : root + "/" + path.value().replaceAll("^/", "");
        return whole.replaceAll("\\{[^}]+}", "{}");
    }
}
