// A trace of a live thread shows the frames of lambda classes; that of an exception does not.

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

public class HiddenFrames {
    static final CountDownLatch started = new CountDownLatch(1);

    static <T> T call(Supplier<T> supplier) {
        return supplier.get();
    }

    static Object sleep() {
        started.countDown();
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            print("exception", e.getStackTrace());
        }
        return null;
    }

    static void print(String what, StackTraceElement[] trace) {
        System.out.println(what);
        for (StackTraceElement element : trace) {
            // The name of a hidden class ends in a number of the class and an address.
            System.out.println("  " + element.toString().replaceAll("\\$\\$Lambda[^.]*", "LAMBDA"));
        }
    }

    public static void main(String[] args) throws Exception {
        Thread thread = new Thread(() -> call(HiddenFrames::sleep), "sleeper");
        thread.start();
        started.await();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        print("thread", thread.getStackTrace());
        print("all", Thread.getAllStackTraces().get(thread));
        print("ended", new Thread().getStackTrace());
        Runnable own = () -> print("own", Thread.currentThread().getStackTrace());
        own.run();
        thread.interrupt();
        thread.join();
        print("after", thread.getStackTrace());
    }
}
