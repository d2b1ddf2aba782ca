// Class initialisation order and triggers: constants, subclasses, arrays, reflection, recursion.
import java.util.*;

public class InitOrder {
    static int log(String s) { System.out.print(s + " "); return 1; }

    static class A { static { log("A"); } static int a = log("A.a"); static final int CONST = 5; static final Integer BOXED = 6; static final String S = "s"; static final int COMPUTED = log("A.c"); static void m() { } }
    static class B extends A { static { log("B"); } static int b; }
    static class C extends B { static { log("C"); } static final long L = 1L << 40; }
    static class D { static { log("D"); } static D self = new D(); int x = log("D.x"); { log("D{}"); } D() { log("D()"); } }
    static class E1 { static int v = E2.v + 1; static { log("E1=" + v); } }
    static class E2 { static int v = E1.v + 1; static { log("E2=" + v); } }
    static class F { static { log("F"); } static int f() { return 3; } }
    static class G { static { log("G"); } }
    static class H { static { log("H"); } enum Inner { X; static { log("Inner"); } } }
    static class J<T> { static { log("J"); } }
    interface K { int V = log("K"); default void d() { } }
    interface L1 { int V = log("L1"); }
    static class M implements K, L1 { static { log("M"); } }

    static int forward = fwd();
    static int later = 10;
    static int fwd() { return later; }

    public static void main(String[] args) throws Exception {
        System.out.println(forward + " " + later);
        System.out.println(A.CONST + A.S + C.L);
        C[] none = new C[3];
        Class<?> c = C.class;
        System.out.println("array " + none.length + (none instanceof A[]));
        System.out.println(B.a);
        System.out.println(C.b);
        new C();
        System.out.println("done C");
        new D();
        System.out.println();
        System.out.println(E1.v + " " + E2.v);
        Class<?> f = Class.forName("InitOrder$F", false, InitOrder.class.getClassLoader());
        System.out.print("loaded ");
        System.out.println(f.getDeclaredMethod("f").invoke(null));
        Class.forName("InitOrder$G");
        Object h = H.Inner.X;
        System.out.println(h);
        List<J<?>> js = new ArrayList<>();
        js.add(null);
        System.out.println((Object) js.get(0) instanceof J);
        new M();
        System.out.println("M done");
        System.out.println(M.class.getInterfaces().length);
        System.out.println(L1.V);
        java.lang.invoke.MethodHandles.lookup().ensureInitialized(J.class);
        System.out.println();
        Runnable r = InitOrder.Lazy::hi;
        System.out.print("bound ");
        r.run();
        switch (Integer.parseInt("1")) { case A.CONST -> System.out.println("?"); default -> System.out.println(Lazy.n); }
    }

    static class Lazy { static int n = log("Lazy"); static void hi() { System.out.println("hi"); } }
}
