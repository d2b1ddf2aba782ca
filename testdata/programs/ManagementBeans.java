// The platform's beans, as far as their answers are the same on every VM.
// flags: -Xmx64m -Dsome=property

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.RuntimeMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

public class ManagementBeans {
    public interface CounterMBean {
        int getCount();

        void setCount(int count);

        String describe(String prefix);
    }

    public static class Counter implements CounterMBean {
        private int count = 3;

        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }

        public String describe(String prefix) {
            return prefix + count;
        }
    }

    static void runtime() {
        RuntimeMXBean bean = ManagementFactory.getRuntimeMXBean();
        System.out.println(bean.getManagementSpecVersion() + " " + bean.getSpecName() + " "
            + bean.getSpecVersion() + " " + bean.getSpecVendor());
        List<String> arguments = new ArrayList<>(bean.getInputArguments());
        // Flags come from the mode of the test, too.
        arguments.removeIf(argument -> argument.startsWith("-XX") || argument.equals("-Xint") || argument.equals("-Xcomp"));
        System.out.println(arguments);
        System.out.println(bean.getSystemProperties().get("some"));
        System.out.println(bean.getPid() == ProcessHandle.current().pid());
        long now = System.currentTimeMillis();
        System.out.println(bean.getStartTime() <= now && bean.getStartTime() > now - 600_000);
        System.out.println(bean.getUptime() > 0 && bean.getUptime() < 600_000);
        System.out.println(bean.isBootClassPathSupported());
    }

    static boolean sane(MemoryUsage usage) {
        return usage.getUsed() >= 0 && usage.getUsed() <= usage.getCommitted()
            && (usage.getMax() == -1 || usage.getCommitted() <= usage.getMax());
    }

    static void memory() throws Exception {
        MemoryMXBean bean = ManagementFactory.getMemoryMXBean();
        System.out.println(sane(bean.getHeapMemoryUsage()) + " " + sane(bean.getNonHeapMemoryUsage())
            + " " + (bean.getHeapMemoryUsage().getMax() <= 64 << 20) + " " + bean.isVerbose());
        System.gc();
        boolean heap = false;
        boolean other = false;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            heap |= pool.getType() == MemoryType.HEAP;
            other |= pool.getType() == MemoryType.NON_HEAP;
            boolean managed = pool.getMemoryManagerNames().length > 0;
            boolean peak = pool.getPeakUsage().getUsed() >= pool.getUsage().getUsed() / 2;
            boolean collected = (pool.getCollectionUsage() != null) == (pool.getType() == MemoryType.HEAP);
            if (!pool.isValid() || !managed || !peak || !collected) {
                System.out.println("strange: " + pool.getName());
            }
            pool.resetPeakUsage();
        }
        System.out.println(heap + " " + other);
        long count = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            count += collector.getCollectionCount();
            if (collector.getCollectionTime() < 0 || collector.getMemoryPoolNames().length == 0) {
                System.out.println("strange: " + collector.getName());
            }
        }
        System.out.println(count > 0);
    }

    static void notifications() throws Exception {
        CountDownLatch collected = new CountDownLatch(1);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector).addNotificationListener((notification, handback) -> {
                CompositeData data = (CompositeData) notification.getUserData();
                CompositeData info = (CompositeData) data.get("gcInfo");
                boolean ordered = (long) info.get("startTime") <= (long) info.get("endTime");
                if (collected.getCount() == 1 && data.get("gcCause").equals("System.gc()")) {
                    System.out.println(notification.getType() + " " + handback + " " + ordered + " "
                        + info.containsKey("memoryUsageAfterGc"));
                    collected.countDown();
                }
            }, null, "handback");
        }
        System.gc();
        System.out.println(collected.await(30, TimeUnit.SECONDS));

        Set<String> types = new ConcurrentSkipListSet<>();
        CountDownLatch exceeded = new CountDownLatch(1);
        NotificationEmitter memory = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
        memory.addNotificationListener((Notification notification, Object handback) -> {
            types.add(notification.getType());
            exceeded.countDown();
        }, null, null);
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP && pool.isCollectionUsageThresholdSupported()
                && pool.isUsageThresholdSupported()) {
                pool.setCollectionUsageThreshold(1);
                System.out.println(pool.getCollectionUsageThreshold());
                try {
                    pool.setUsageThreshold(-1);
                } catch (IllegalArgumentException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
        System.gc();
        System.out.println(exceeded.await(30, TimeUnit.SECONDS) + " " + types);
    }

    static void classesAndSystem() {
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        System.out.println((classes.getLoadedClassCount() > 300) + " "
            + (classes.getTotalLoadedClassCount() >= classes.getLoadedClassCount()) + " "
            + classes.isVerbose());
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        System.out.println(system.getName() + " " + system.getArch() + " "
            + (system.getAvailableProcessors() == Runtime.getRuntime().availableProcessors()));
        UnixOperatingSystemMXBean unix = (UnixOperatingSystemMXBean) system;
        System.out.println((unix.getOpenFileDescriptorCount() > 2) + " "
            + (unix.getMaxFileDescriptorCount() > 100) + " " + (unix.getProcessCpuTime() > 0) + " "
            + (unix.getTotalMemorySize() > 100 << 20) + " " + (unix.getFreeMemorySize() > 0) + " "
            + (unix.getCommittedVirtualMemorySize() > 0) + " " + (unix.getTotalSwapSpaceSize() >= 0));
        for (int i = 0; i < 3; i++) {
            double all = unix.getCpuLoad();
            double own = unix.getProcessCpuLoad();
            if (all > 1 || own > 1) {
                System.out.println("strange load " + all + " " + own);
            }
        }
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            System.out.println(pool.getName() + " " + (pool.getMemoryUsed() >= 0));
        }
    }

    static void flags() throws Exception {
        HotSpotDiagnosticMXBean bean =
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        for (String name : new String[] {"MaxHeapSize", "UseCompressedOops", "DisableExplicitGC",
            "ObjectAlignmentInBytes", "MaxJavaStackTraceDepth", "HeapDumpOnOutOfMemoryError"}) {
            System.out.println(name + " " + bean.getVMOption(name).getValue() + " "
                + bean.getVMOption(name).getOrigin());
        }
        try {
            bean.getVMOption("NoSuchFlag");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        try {
            bean.setVMOption("UseCompressedOops", "false");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
    }

    static void server() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("demo:type=Counter");
        server.registerMBean(new Counter(), name);
        server.setAttribute(name, new Attribute("Count", 8));
        System.out.println(server.getAttribute(name, "Count") + " " + server.invoke(name, "describe",
            new Object[] {"count "}, new String[] {"java.lang.String"}));
        ObjectName memory = new ObjectName(ManagementFactory.MEMORY_MXBEAN_NAME);
        CompositeData usage = (CompositeData) server.getAttribute(memory, "HeapMemoryUsage");
        System.out.println(new TreeSet<>(usage.getCompositeType().keySet()));
        List<String> found = new ArrayList<>();
        for (ObjectName each : server.queryNames(new ObjectName("java.lang:*"), null)) {
            String type = each.getKeyProperty("type");
            // There is no compiler to have a bean, and what manages memory has names of its own.
            if (each.getKeyProperty("name") == null && !type.equals("Compilation")) {
                found.add(type);
            }
        }
        found.sort(null);
        System.out.println(found);
        System.out.println(server.isRegistered(new ObjectName("java.util.logging:type=Logging")));
        System.out.println(Arrays.toString(server.getDomains()).contains("demo"));
        server.unregisterMBean(name);
    }

    public static void main(String[] args) throws Exception {
        runtime();
        memory();
        notifications();
        classesAndSystem();
        flags();
        server();
    }
}
