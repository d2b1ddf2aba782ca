import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.util.concurrent.SynchronousQueue;

// Stack walks read what hot methods keep in locals: monitors, and the context of doPrivileged.
public class LocksOfHotCode {
    static final class Outer {}
    static final class Inner {}

    static final SynchronousQueue<Integer> ASKED = new SynchronousQueue<>();
    static final SynchronousQueue<Integer> ANSWERED = new SynchronousQueue<>();
    interface Rest {
        int rest(int i) throws InterruptedException;
    }

    // Too many for the call to be inlined.
    static final Rest[] RESTS = {
        i -> i & 3, i -> i + 1, i -> i ^ 2, i -> i - 1,
        i -> {
            ASKED.put(i);
            return ANSWERED.take();
        },
    };

    static int hold(Object[] locks, int from, Rest rest) throws InterruptedException {
        int sum = from;
        Object outer = locks[0];
        Object inner = locks[1];
        synchronized (outer) {
            for (int i = 0; i < 4; i++) {
                synchronized (inner) {
                    sum += rest.rest(i) + from;
                }
                sum ^= i;
            }
        }
        return sum;
    }

    static void work() throws InterruptedException {
        Object[] locks = {new Outer(), new Inner()};
        int sum = 0;
        for (int i = 0; i < 5000; i++) {
            sum = hold(locks, sum, RESTS[i & 3]);
        }
        hold(locks, sum, RESTS[4]);
        ASKED.put(-1);
    }

    static void monitors() throws Exception {
        Thread worker = new Thread(() -> {
            try {
                work();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        worker.start();
        ThreadMXBean bean = ManagementFactory.getThreadMXBean();
        for (int i = ASKED.take(); i >= 0; i = ASKED.take()) {
            ThreadInfo info = bean.getThreadInfo(new long[] {worker.getId()}, true, false)[0];
            for (MonitorInfo monitor : info.getLockedMonitors()) {
                String method = monitor.getLockedStackFrame().getMethodName();
                System.out.println(i + " " + monitor.getClassName() + " in " + method);
            }
            ANSWERED.put(i);
        }
        worker.join();
    }

    public static void main(String[] args) throws Exception {
        monitors();
        AccessControlContext none = new AccessControlContext(new ProtectionDomain[] {
            new ProtectionDomain(null, null)
        });
        int same = 0;
        for (int i = 0; i < 5000; i++) {
            AccessControlContext given = (i & 1) == 0 ? none : null;
            PrivilegedAction<AccessControlContext> action = AccessController::getContext;
            AccessControlContext seen = AccessController.doPrivileged(action, given);
            if (seen.equals(none) == (given != null)) {
                same++;
            }
        }
        System.out.println(same);
    }
}
