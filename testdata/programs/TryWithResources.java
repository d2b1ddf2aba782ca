// try-with-resources: closing order, suppressed exceptions, null resources, rethrow.
import java.util.*;

public class TryWithResources {
    static class Res implements AutoCloseable {
        final String name;
        final boolean fail;

        Res(String name, boolean failOpen, boolean fail) {
            if (failOpen) throw new IllegalArgumentException("open " + name);
            System.out.println("open " + name);
            this.name = name;
            this.fail = fail;
        }

        @Override public void close() {
            System.out.println("close " + name);
            if (fail) throw new IllegalStateException("close " + name);
        }
    }

    static void run(String title, Runnable r) {
        System.out.println("-- " + title);
        try {
            r.run();
        } catch (RuntimeException e) {
            System.out.println("caught " + e);
            for (Throwable s : e.getSuppressed()) System.out.println("  suppressed " + s + " " + Arrays.toString(s.getSuppressed()));
        }
    }

    static int value() {
        try (Res a = new Res("v", false, false)) {
            return a.name.length();
        } finally {
            System.out.println("finally");
        }
    }

    public static void main(String[] args) throws Exception {
        run("plain", () -> { try (Res a = new Res("a", false, false); Res b = new Res("b", false, false)) { System.out.println("body " + a.name + b.name); } });
        run("body and closes throw", () -> { try (Res a = new Res("a", false, true); Res b = new Res("b", false, true)) { throw new RuntimeException("body"); } });
        run("closes throw", () -> { try (Res a = new Res("a", false, true); Res b = new Res("b", false, true)) { System.out.println("body"); } });
        run("second open throws", () -> { try (Res a = new Res("a", false, true); Res b = new Res("b", true, false)) { System.out.println("never"); } });
        run("null", () -> { try (Res a = null) { System.out.println("null ok"); } });
        Res shared = new Res("shared", false, false);
        run("variable", () -> { try (shared) { System.out.println("using"); } });
        run("catch and finally", () -> {
            try (Res a = new Res("a", false, true)) {
                throw new UnsupportedOperationException("x");
            } catch (UnsupportedOperationException e) {
                System.out.println("inside " + e.getSuppressed().length);
                throw new RuntimeException("again", e);
            } finally {
                System.out.println("finally");
            }
        });
        System.out.println(value());
        Exception self = new Exception("self");
        try {
            self.addSuppressed(self);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage() + " " + (e.getCause() == self));
        }
        try (AutoCloseable lambda = () -> { throw new java.io.IOException("checked"); }) {
            System.out.println("lambda");
        } catch (java.io.IOException e) {
            System.out.println(e);
        }
    }
}
