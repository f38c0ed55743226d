package io.segue.cli.bulk;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.segue.cli.stage.ProcessMeter;
import io.segue.cli.stage.StageException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Asks for the memory of the proxy: its virtual machine for the heap, its console for what is outside of it (SHOW LIMITS), the kernel for the
 * whole. One thread at a time.
 */
final class ProxyMemory implements AutoCloseable {

    private final JMXConnector management;
    private final MemoryMXBean heap;
    private final Connection console;
    private final ProcessMeter process;

    private ProxyMemory(JMXConnector management, Connection console, ProcessMeter process) throws IOException {
        this.management = management;
        this.heap = ManagementFactory.getPlatformMXBean(management.getMBeanServerConnection(), MemoryMXBean.class);
        this.console = console;
        this.process = process;
    }

    /** @param console closed with this */
    static ProxyMemory of(long pid, Connection console) throws StageException {
        try {
            VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
            try {
                JMXServiceURL address = new JMXServiceURL(machine.startLocalManagementAgent());
                return new ProxyMemory(JMXConnectorFactory.connect(address), console, new ProcessMeter(pid));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | IOException e) {
            throw new StageException("cannot ask the proxy's virtual machine for its memory", e);
        }
    }

    /** What the heap may grow to, in bytes. */
    long heapLimit() {
        return heap.getHeapMemoryUsage().getMax();
    }

    /** Collects first: what is garbage says nothing about what a load needs. */
    Memory look() throws SQLException {
        heap.gc();
        return new Memory(heap.getHeapMemoryUsage().getUsed(), direct(), process.residentBytes());
    }

    private long direct() throws SQLException {
        try (Statement statement = console.createStatement(); ResultSet rows = statement.executeQuery("SHOW LIMITS")) {
            while (rows.next()) {
                if (rows.getString("name").equals("direct-memory")) {
                    return rows.getLong("used");
                }
            }
        }
        throw new SQLException("SHOW LIMITS says nothing of direct-memory");
    }

    @Override
    public void close() throws IOException {
        try {
            console.close();
        } catch (SQLException e) {
            throw new IOException(e);
        } finally {
            management.close();
        }
    }
}
