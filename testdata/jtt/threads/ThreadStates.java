// runs: (0)="NEW WAITING BLOCKED TERMINATEDfalse"
public class ThreadStates {
    public static Object test(int n) throws Exception {
        Object lock = new Object();
        Thread t = new Thread(() -> {
            synchronized (lock) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        String s = t.getState() + " ";
        t.start();
        while (t.getState() != Thread.State.WAITING) Thread.sleep(1);
        s += t.getState() + " ";
        synchronized (lock) {
            lock.notify();
            while (t.getState() != Thread.State.BLOCKED) Thread.sleep(1);
            s += t.getState() + " ";
        }
        t.join();
        return s + t.getState() + t.isAlive();
    }
}
