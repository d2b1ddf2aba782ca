// Object's methods, AccessController, SecurityManager.getClassContext, assertion status by loader.
// javac: -Xlint:-removal
import java.security.*; import java.util.*;
public class ObjectAndAccess {
  static void t(String n, java.util.concurrent.Callable<?> c) { try { System.out.println(n + " -> " + c.call()); } catch (Throwable e) { System.out.println(n + " !! " + e + " / " + e.getCause()); } }
  static class Cn implements Cloneable { int a = 1; long b = 2; Object o = "x"; byte c = 3; double d = 4; boolean z = true; public Object clone() throws CloneNotSupportedException { return super.clone(); } public String toString() { return a + " " + b + o + c + d + z; } }
  static class SM extends SecurityManager { public void checkPermission(Permission p) { } Class<?>[] ctx() { return getClassContext(); } }
  static class H2 { }
  static class H3 { }
  static int dummy() { return 0; }
  static void await(Thread w, Thread.State s) throws InterruptedException { while (w.getState() != s) Thread.sleep(1); }
  public static void main(String[] args) throws Throwable {
    Cn c = new Cn(); c.a = 5; c.o = List.of(1); Cn d = (Cn) c.clone(); System.out.println(d + " " + (d.o == c.o) + d.getClass());
    int[] a = {1, 2, 3}; int[] b = a.clone(); b[0] = 9; System.out.println(Arrays.toString(a) + Arrays.toString(b)); String[][] s = {{"a"}, {"b"}}; String[][] s2 = s.clone(); System.out.println((s2[0] == s[0]) + " " + s2.getClass()); long[] la = new long[0]; System.out.println(la.clone().length); char[] ca = {'x'}; System.out.println(ca.clone()); 
    Object lock = new Object();
    t("notify", () -> { lock.notify(); return 0; });
    t("wait", () -> { lock.wait(); return 0; });
    t("waitneg", () -> { synchronized (lock) { lock.wait(-5); } return 0; });
    t("waitnan", () -> { synchronized (lock) { lock.wait(1, 1000000); } return 0; });
    Thread w = new Thread(() -> { synchronized (lock) { try { lock.wait(); System.out.println("woken"); lock.wait(1); System.out.println("timeout"); lock.wait(); } catch (InterruptedException e) { System.out.println(e + " " + Thread.currentThread().isInterrupted()); } } });
    w.start();
    await(w, Thread.State.WAITING);
    synchronized (lock) { lock.notify(); await(w, Thread.State.BLOCKED); }
    await(w, Thread.State.WAITING);
    w.interrupt();
    w.join();
    System.out.println(w.getState());
    t("priv", () -> AccessController.doPrivileged((PrivilegedAction<String>) () -> "p"));
    t("privex", () -> AccessController.doPrivileged((PrivilegedExceptionAction<String>) () -> { throw new java.io.IOException("x"); }));
    t("ctx", () -> AccessController.getContext() != null);
    t("perm", () -> { AccessController.checkPermission(new RuntimePermission("foo")); return 1; });
    t("perm2", () -> { AccessController.checkPermission(new PropertyPermission("java.version", "read")); return 1; });
    AccessControlContext none = new AccessControlContext(new ProtectionDomain[]{new ProtectionDomain(null, null)});
    t("limited", () -> AccessController.doPrivileged((PrivilegedAction<Object>) () -> { AccessController.checkPermission(new RuntimePermission("foo")); return 1; }, none));
    t("smctx", () -> Arrays.toString(new SM().ctx()).replaceAll("Lambda.*?,", "Lambda,")); System.out.println("intern " + (new String("abc").intern() == "abc")); System.out.println(new Object().equals(null) + " " + new Object().hashCode() / 1000000000000L);
    Object o = new Object(); System.out.println(o.hashCode() == System.identityHashCode(o)); System.out.println(Objects.hashCode(null)); synchronized (o) { System.out.println(o.hashCode() == System.identityHashCode(o)); }
    t("cls", () -> Class.forName("ObjectAndAccess$Cn").getDeclaredConstructor().newInstance().toString()); System.out.println(ObjectAndAccess.class.desiredAssertionStatus() + " " + String.class.desiredAssertionStatus()); ClassLoader.getSystemClassLoader().setPackageAssertionStatus("foo", true); ClassLoader.getSystemClassLoader().setClassAssertionStatus("ObjectAndAccess$H2", true); System.out.println(Class.forName("ObjectAndAccess$H2").desiredAssertionStatus() + " " + Class.forName("ObjectAndAccess$H3").desiredAssertionStatus()); 
    System.out.println(Arrays.stream(Package.getPackages()).map(Package::getName).filter(x -> x.startsWith("java.lang")).sorted().count() > 3); System.out.println(String.class.getPackage().getImplementationVersion() + " " + String.class.getPackage().isSealed());
  }
}
