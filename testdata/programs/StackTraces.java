// Stack traces as data and as text: lines, lambdas, constructors, initialisers, bridges, causes, circular causes, StackWalker.
import java.io.*;
import java.util.*;
import java.util.function.*;

public class StackTraces {
    static class Thrower {
        static Object trap;
        int field = fail("field");
        static int fail(String s) {
            throw new IllegalStateException(s);
        }
        Thrower() {
        }
        Thrower(int x) { this(); }
    }

    interface Shape { default void draw() { throw new UnsupportedOperationException("draw"); } }

    static class Cmp implements Comparable<Cmp> {
        public int compareTo(Cmp o) { throw new RuntimeException("compared"); }
    }

    static void print(Throwable t) {
        StringWriter w = new StringWriter();
        t.printStackTrace(new PrintWriter(w));
        System.out.print(w);
    }

    static void check(Runnable r) {
        try {
            r.run();
        } catch (Throwable t) {
            print(t);
        }
    }

    static void recurse(int n) {
        if (n == 0)
            throw new
                RuntimeException(
                    "multi-line"
                );
        recurse(
            n - 1);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    public static void main(String[] args) throws Exception {
        check(() -> new Thrower(1));
        check(() -> new Shape() { }.draw());
        check(() -> ((Comparable) new Cmp()).compareTo(new Cmp()));
        check(() -> recurse(2));
        check(() -> List.of(3, 1).forEach(x -> { Object o = null; o.hashCode(); }));
        check(() -> new TreeMap<>(Map.of("a", 1)).merge("a", 2, (a, b) -> { throw new IllegalArgumentException(a + "" + b); }));
        check(() -> Integer.parseInt("nope"));
        check(() -> { Supplier<Integer> s = () -> 1 / 0; s.get(); });
        check(() -> ((Object[]) new String[1])[0] = 1);
        Exception a = new Exception("a"), b = new Exception("b", a);
        a.initCause(b);
        print(b);
        try {
            a.initCause(null);
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        Exception bare = new Exception("bare", null, false, false) { };
        bare.addSuppressed(new Exception("ignored"));
        print(bare);
        System.out.println(bare.getSuppressed().length + " " + bare.getStackTrace().length + " " + new Exception(new RuntimeException("inner")).getMessage());
        Exception edited = new Exception("edited");
        edited.setStackTrace(new StackTraceElement[] {new StackTraceElement("some.Class", "method", "File.java", 12), new StackTraceElement("x.Y", "n", null, -1), new StackTraceElement("x.Z", "<init>", "Z.java", -2), new StackTraceElement("loader", "module", "1.0", "p.C", "m", "C.java", 3)});
        print(edited);
        StackTraceElement top = new Throwable().getStackTrace()[0];
        System.out.println(top.getClassName() + " " + top.getMethodName() + " " + top.getFileName() + " " + top.getLineNumber() + " " + top.isNativeMethod() + " " + top.getClassLoaderName() + " " + top.getModuleName());
        System.out.println(Thread.currentThread().getStackTrace()[1].getMethodName() + " " + nested());
    }

    static String nested() {
        Supplier<String> s = () -> StackWalker.getInstance().walk(f -> f.map(x -> x.getMethodName() + ":" + x.getLineNumber()).toList()).toString();
        return s.get();
    }
}
