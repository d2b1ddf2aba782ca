// An uncaught exception with causes and suppressed exceptions: trace on stderr, exit code 1.
// exit: 1
import java.util.*;
import java.util.function.*;

public class UncaughtCause {
    static class AppException extends Exception {
        AppException(String m, Throwable cause) { super(m, cause); }
    }

    static int depth(int n, IntUnaryOperator f) {
        if (n == 0) return f.applyAsInt(0);
        return depth(n - 1, f) + 1;
    }

    static class Worker {
        final int[] data;

        Worker(int size) { data = new int[size]; }

        int work() { return depth(3, i -> data[data.length]); }
    }

    static void middle() throws AppException {
        try {
            new Worker(2).work();
        } catch (ArrayIndexOutOfBoundsException e) {
            AppException x = new AppException("middle failed\nsecond line", e);
            x.addSuppressed(new IllegalStateException("first", new Error("cause of suppressed")));
            x.addSuppressed(new RuntimeException());
            throw x;
        }
    }

    public static void main(String[] args) throws Exception {
        System.out.println("before");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        try {
            middle();
        } finally {
            System.out.println("finally");
        }
    }
}
