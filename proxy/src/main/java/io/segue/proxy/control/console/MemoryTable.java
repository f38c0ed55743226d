package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.watch.LimitView;
import java.util.List;

/**
 * SHOW MEM, for those who watch PgBouncer: the same columns, counted in bytes. {@code heap} is the virtual machine's; {@code buffers} are
 * those that bytes of clients and servers pass through, which are kept when they are free and are not told apart then.
 */
final class MemoryTable {

    private record Line(String name, long used, long free) {}

    private MemoryTable() {}

    static Operation of(ConsoleSubjects subjects) {
        return new Table<>(
                List.of(
                        text("name", Line::name),
                        bigint("size", _ -> 1),
                        bigint("used", Line::used),
                        bigint("free", Line::free),
                        bigint("memtotal", line -> line.used() + line.free())),
                () -> List.of(heap(), new Line("buffers", buffers(subjects), 0)));
    }

    private static Line heap() {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.freeMemory();
        return new Line("heap", runtime.totalMemory() - free, free);
    }

    private static long buffers(ConsoleSubjects subjects) {
        return subjects.entrance().get().stream().filter(view -> view.name().equals("direct-memory")).mapToLong(LimitView::used).sum();
    }
}
