// The bean for threads: what threads wait for and have locked, deadlocks, counts and times.

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

public class ManagementThreads {
    static final ThreadMXBean BEAN = ManagementFactory.getThreadMXBean();

    static class Lock {
        final String name;

        Lock(String name) {
            this.name = name;
        }
    }

    static class Account {
        synchronized void hold(Object other, CountDownLatch held) {
            synchronized (other) {
                synchronized (this) {
                    synchronized (other) {
                        held.countDown();
                        LockSupport.park("a blocker");
                    }
                }
            }
        }
    }

    static Thread start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    static void await(Thread thread, Thread.State state) throws Exception {
        while (thread.getState() != state) {
            Thread.sleep(1);
        }
    }

    static String nameOf(LockInfo lock) {
        return lock == null ? "none" : lock.getClassName().replaceAll("\\$\\d+", "");
    }

    static void print(ThreadInfo info) {
        System.out.println(info.getThreadName() + " " + info.getThreadState() + " on "
            + nameOf(info.getLockInfo()) + " of " + info.getLockOwnerName()
            + " daemon " + info.isDaemon() + " native " + info.isInNative()
            + " suspended " + info.isSuspended() + " priority " + info.getPriority()
            + " times " + info.getBlockedTime() + " " + info.getWaitedTime());
        for (StackTraceElement element : info.getStackTrace()) {
            if (element.getClassName().startsWith("ManagementThreads")
                && !element.getClassName().contains("Lambda")) {
                System.out.println("  " + element);
            }
        }
        for (MonitorInfo monitor : info.getLockedMonitors()) {
            System.out.println("  locked " + nameOf(monitor) + " at depth "
                + monitor.getLockedStackDepth() + " in "
                + monitor.getLockedStackFrame().getMethodName());
        }
        for (LockInfo lock : info.getLockedSynchronizers()) {
            System.out.println("  owns " + nameOf(lock));
        }
    }

    static ThreadInfo full(Thread thread) {
        return BEAN.getThreadInfo(new long[] {thread.getId()}, true, true)[0];
    }

    static void waits() throws Exception {
        Lock lock = new Lock("wait");
        Thread waiter = start("waiter", () -> {
            synchronized (lock) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    System.out.println("interrupted");
                }
            }
        });
        await(waiter, Thread.State.WAITING);
        print(full(waiter));
        Thread blocked;
        synchronized (lock) {
            blocked = start("blocked", () -> {
                // Where a thread is that enters a monitor is told differently by different tiers.
                synchronized (lock) { System.out.println("entered"); }
            });
            await(blocked, Thread.State.BLOCKED);
            print(full(blocked));
            print(BEAN.getThreadInfo(blocked.getId()));
            print(BEAN.getThreadInfo(blocked.getId(), 1));
            ThreadInfo self = full(Thread.currentThread());
            System.out.println(self.getThreadName() + " " + self.getThreadState() + " "
                + self.getLockedMonitors().length + " " + nameOf(self.getLockedMonitors()[0]));
        }
        blocked.join();
        waiter.interrupt();
        waiter.join();
        System.out.println(BEAN.getThreadInfo(waiter.getId()));
    }

    static void nested() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        ReentrantLock reentrant = new ReentrantLock();
        Account account = new Account();
        Lock other = new Lock("other");
        Thread holder = start("holder", () -> {
            reentrant.lock();
            account.hold(other, held);
        });
        held.await();
        await(holder, Thread.State.WAITING);
        print(full(holder));
        Thread queued = start("queued", reentrant::lock);
        await(queued, Thread.State.WAITING);
        print(full(queued));
        Thread sleeper = start("sleeper", () -> {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                System.out.println("woken");
            }
        });
        await(sleeper, Thread.State.TIMED_WAITING);
        print(full(sleeper));
        sleeper.interrupt();
        sleeper.join();
    }

    static void deadlocks() throws Exception {
        System.out.println(BEAN.findDeadlockedThreads() + " " + BEAN.findMonitorDeadlockedThreads());
        Lock a = new Lock("a");
        Lock b = new Lock("b");
        CountDownLatch both = new CountDownLatch(2);
        Thread one = start("one", () -> take(a, b, both));
        Thread two = start("two", () -> take(b, a, both));
        await(one, Thread.State.BLOCKED);
        await(two, Thread.State.BLOCKED);
        names(BEAN.findMonitorDeadlockedThreads());
        print(full(one));
        ReentrantLock left = new ReentrantLock();
        ReentrantLock right = new ReentrantLock();
        CountDownLatch each = new CountDownLatch(2);
        Thread three = start("three", () -> take(left, right, each));
        Thread four = start("four", () -> take(right, left, each));
        await(three, Thread.State.WAITING);
        await(four, Thread.State.WAITING);
        while (BEAN.findDeadlockedThreads().length < 4) {
            Thread.sleep(1);
        }
        names(BEAN.findMonitorDeadlockedThreads());
        names(BEAN.findDeadlockedThreads());
    }

    static void take(Lock first, Lock second, CountDownLatch both) {
        synchronized (first) {
            both.countDown();
            try {
                both.await();
            } catch (InterruptedException e) {
                return;
            }
            synchronized (second) { System.out.println("never"); }
        }
    }

    static void take(ReentrantLock first, ReentrantLock second, CountDownLatch both) {
        first.lock();
        both.countDown();
        try {
            both.await();
        } catch (InterruptedException e) {
            return;
        }
        second.lock();
    }

    static void names(long[] ids) {
        String[] names = Arrays.stream(ids).mapToObj(BEAN::getThreadInfo)
            .map(ThreadInfo::getThreadName).sorted().toArray(String[]::new);
        System.out.println(Arrays.toString(names));
    }

    static void countsAndTimes() throws Exception {
        long started = BEAN.getTotalStartedThreadCount();
        int live = BEAN.getThreadCount();
        int daemons = BEAN.getDaemonThreadCount();
        BEAN.resetPeakThreadCount();
        CountDownLatch end = new CountDownLatch(1);
        Thread[] threads = new Thread[5];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = start("counted", () -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    System.out.println("interrupted");
                }
            });
        }
        System.out.println(BEAN.getTotalStartedThreadCount() - started + " "
            + (BEAN.getThreadCount() - live) + " " + (BEAN.getDaemonThreadCount() - daemons) + " "
            + (BEAN.getPeakThreadCount() >= live + 5));
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(BEAN.getAllThreadIds().length >= 5);
        long before = BEAN.getCurrentThreadCpuTime();
        long sum = 0;
        for (int i = 0; i < 3_000_000; i++) {
            sum += i ^ sum;
        }
        long used = BEAN.getCurrentThreadCpuTime() - before;
        System.out.println((used > 0 && used < 60_000_000_000L) + " " + (sum != 0) + " "
            + (BEAN.getCurrentThreadUserTime() >= 0) + " " + BEAN.getThreadCpuTime(999_999));
        BEAN.setThreadCpuTimeEnabled(false);
        System.out.println(BEAN.getCurrentThreadCpuTime());
        BEAN.setThreadCpuTimeEnabled(true);
        BEAN.setThreadContentionMonitoringEnabled(true);
        Thread sleeper = start("sleeper", () -> {
            try {
                Thread.sleep(30);
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                System.out.println("woken");
            }
        });
        ThreadInfo info = BEAN.getThreadInfo(sleeper.getId());
        while (info.getWaitedCount() < 2) {
            Thread.sleep(1);
            info = BEAN.getThreadInfo(sleeper.getId());
        }
        System.out.println(info.getBlockedCount() + " " + info.getBlockedTime() + " "
            + (info.getWaitedTime() >= 29));
        sleeper.interrupt();
        sleeper.join();
        BEAN.setThreadContentionMonitoringEnabled(false);
        for (long[] wrong : new long[][] {{0}, {-1}, null}) {
            try {
                System.out.println(Arrays.toString(BEAN.getThreadInfo(wrong)));
            } catch (IllegalArgumentException | NullPointerException e) {
                System.out.println(e.getClass());
            }
        }
    }

    public static void main(String[] args) throws Exception {
        System.out.println(BEAN.isThreadCpuTimeSupported() + " " + BEAN.isThreadCpuTimeEnabled()
            + " " + BEAN.isCurrentThreadCpuTimeSupported() + " "
            + BEAN.isThreadContentionMonitoringSupported() + " "
            + BEAN.isThreadContentionMonitoringEnabled() + " "
            + BEAN.isObjectMonitorUsageSupported() + " " + BEAN.isSynchronizerUsageSupported());
        waits();
        nested();
        deadlocks();
        countsAndTimes();
    }
}
