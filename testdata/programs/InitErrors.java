// ExceptionInInitializerError first, NoClassDefFoundError after; errors pass unwrapped; interfaces; threads.
import java.util.*;

public class InitErrors {
    static class Bad {
        static int value = compute();
        static int compute() { throw new IllegalStateException("no value"); }
        static void touch() { }
    }

    static class Derived extends Bad { static { System.out.println("never"); } }

    static class BadError { static { if (true) throw new StackOverflowError("thrown"); } static int x; }

    static class BadCause { static Object o = Integer.parseInt("x"); static int y = 1; static final int CONST = 5; }

    static class Once { static int n = 1 / Integer.parseInt("0"); }

    static void check(Runnable r) {
        try {
            r.run();
            System.out.println("fine");
        } catch (Throwable t) {
            System.out.println(t);
            for (Throwable c = t.getCause(); c != null; c = c.getCause()) System.out.println("  cause " + c);
            StackTraceElement[] st = (t.getCause() == null ? t : t.getCause()).getStackTrace();
            System.out.println("  at " + st[0].getMethodName() + " " + st[0].getClassName());
        }
    }

    public static void main(String[] args) throws Exception {
        check(() -> System.out.println(Bad.value));
        check(() -> System.out.println(Bad.value));
        check(Bad::touch);
        check(Bad::new);
        check(Derived::new);
        check(Derived::new);
        check(() -> System.out.println(BadError.x));
        check(() -> System.out.println(BadError.x));
        check(() -> System.out.println(BadCause.CONST));
        check(() -> BadCause.y = 2);
        check(() -> System.out.println(new Bad[0].length + " " + Bad.class.getSimpleName() + (((Object) 1) instanceof Bad)));
        Runnable r = () -> {
            try {
                System.out.println(Once.n);
            } catch (ExceptionInInitializerError e) {
                System.out.println("EIIE " + e.getException());
            }
        };
        Thread t = new Thread(r);
        t.start();
        t.join();
        check(r);
        try {
            Class.forName("InitErrors$BadCause", true, InitErrors.class.getClassLoader());
        } catch (Throwable e) {
            System.out.println(e);
        }
        System.out.println(Class.forName("InitErrors$Bad", false, InitErrors.class.getClassLoader()));
    }
}
