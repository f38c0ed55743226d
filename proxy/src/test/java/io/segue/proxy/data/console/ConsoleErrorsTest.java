package io.segue.proxy.data.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.protocol.message.ErrorField;
import io.segue.protocol.message.ErrorFields;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every error that the console words itself carries a SQLSTATE and what to do next. */
class ConsoleErrorsTest {

    private static Object[] arguments(Method method) {
        return Arrays.stream(method.getParameterTypes()).map(type -> type == int.class ? (Object) 7 : "name").toArray();
    }

    private static ErrorFields made(Method method) throws ReflectiveOperationException {
        Object error = method.invoke(null, arguments(method));
        return error instanceof ConsoleException failure ? ConsoleErrors.fields(failure) : (ErrorFields) error;
    }

    @Test
    void allHaveAHint() throws Exception {
        List<Method> makers = Arrays.stream(ConsoleErrors.class.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> Arrays.stream(method.getParameterTypes()).noneMatch(type -> type == ConsoleException.class))
                .toList();
        assertThat(makers).hasSizeGreaterThan(8);
        for (Method maker : makers) {
            ErrorFields error = made(maker);
            assertThat(error.field(ErrorField.SQL_STATE)).as(maker.getName()).isPresent();
            assertThat(error.hint()).as(maker.getName()).isPresent();
        }
    }
}
