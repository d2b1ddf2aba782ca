// Stack traces and StackWalker through lambdas, streams, reflection and constructors.
// javac: -g
import java.util.*;
import java.util.stream.*;
public class StackWalking {
  static class MyEx extends RuntimeException { MyEx(String s){ super(s);} MyEx(){ this("dflt"); } }
  static void a(int n) { if (n == 0) throw new MyEx(); a(n-1); }
  interface I { default void d() { throw new IllegalStateException("d"); } }
  static class C implements I { C(boolean b) { if (b) throw new MyEx("in ctor"); } }
  static int rec(int n) { return rec(n+1)+1; }
  static void show(Throwable e) { StackTraceElement[] st = e.getStackTrace(); System.out.println(e + " depth " + st.length); for (int i = 0; i < Math.min(8, st.length); i++) System.out.println("   " + st[i]); }
  static void run(String n, Runnable r) { try { r.run(); } catch (Throwable e) { System.out.print(n+": "); show(e); } }
  static class Sub extends ClassLoader {}
  static void walk() {
    StackWalker w = StackWalker.getInstance();
    System.out.println((Object) w.walk(s -> s.map(StackWalker.StackFrame::toString).collect(Collectors.toList())));
    StackWalker r = StackWalker.getInstance(Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_REFLECT_FRAMES));
    System.out.println((Object) r.walk(s -> s.map(f -> f.getDeclaringClass().getName()+"."+f.getMethodName()+f.getMethodType()+" "+f.getDescriptor()+f.isNativeMethod()).filter(q -> !q.contains("ambda")).collect(Collectors.toList())));
    System.out.println(r.getCallerClass());
    System.out.println((Object) r.walk(s -> s.limit(1).map(f -> f.getByteCodeIndex() > 0).collect(Collectors.toList())));
    StackWalker h = StackWalker.getInstance(StackWalker.Option.SHOW_HIDDEN_FRAMES);
    System.out.println((Long) h.walk(s -> (Long) s.count()) > 1);
  }
  static void deep(int n) { if (n == 0) { StackWalker w = StackWalker.getInstance(); System.out.println((Object) w.walk(s -> s.count())); System.out.println((Object) w.walk(s -> s.skip(50).findFirst().get().getMethodName())); } else deep(n-1); }
  public static void main(String[] args) throws Throwable {
    run("a", () -> a(3)); run("a2", () -> a(900)); run("d", () -> new C(false).d()); run("c", () -> new C(true));
    try { StackWalking.class.getDeclaredMethod("a", int.class).invoke(null, 1); } catch (java.lang.reflect.InvocationTargetException e) { show(e); show(e.getCause()); }
    run("stream", () -> Stream.of(1).forEach(x -> { throw new MyEx("s"+x); }));
    walk(); deep(300);
    StackWalking.class.getDeclaredMethod("walk").invoke(null);
    Throwable t = new Throwable("x", new Exception("y")); t.addSuppressed(new Error("z")); t.printStackTrace(System.out);
    System.out.println(new Exception().getStackTrace()[0].getModuleName());
    Exception e = new Exception(); e.setStackTrace(new StackTraceElement[]{new StackTraceElement("A","b","c",1)}); e.printStackTrace(System.out);
    try { Integer.parseInt("x"); } catch (NumberFormatException x) { x.printStackTrace(System.out); }
    try { List.of(1).add(2); } catch (Exception x) { x.printStackTrace(System.out); }
  }
}
