// Defining classes: by loaders, by lookups, hidden ones; broken class files; what loaders answer.
import java.security.*; import java.util.*; import java.lang.invoke.*;
public class ClassDefinition {
  static void t(String n, java.util.concurrent.Callable<?> c) { try { System.out.println(n + " -> " + c.call()); } catch (Throwable e) { System.out.println(n + " !! " + (e + " / " + e.getCause()).replaceAll("(@|0x)[0-9a-f]+", "$1")); } }
  static class L extends ClassLoader { String nm; L(String nm, ClassLoader p) { super(nm, p); } Class<?> def(String n, byte[] b) { return defineClass(n, b, 0, b.length); }  Class<?> defBuf(String n, byte[] b) { java.nio.ByteBuffer q = java.nio.ByteBuffer.allocateDirect(b.length); q.put(b).flip(); return defineClass(n, q, null); } Class<?> fl(String n) { return findLoadedClass(n); }
    protected Class<?> findClass(String n) throws ClassNotFoundException { if (n.equals("Bad")) throw new ClassNotFoundException("own " + n); if (n.equals("Null")) return null; return super.findClass(n); } }
  static byte[] bytes(String n) throws Exception { return ClassDefinition.class.getResourceAsStream(n + ".class").readAllBytes(); }
  static class H { }
  static class H2 { }
  static class H3 { }
  interface Cl extends Cloneable { }
  static class Cn implements Cloneable { int a = 1; long b = 2; Object o = "x"; byte c = 3; protected Object clone() throws CloneNotSupportedException { return super.clone(); } }
  public static void main(String[] args) throws Throwable {
    L l = new L("mine", null); byte[] hb = bytes("ClassDefinition$H");
    t("def", () -> l.def("ClassDefinition$H", hb));
    t("def dup", () -> l.def("ClassDefinition$H", hb));
    t("def wrong", () -> new L("x", null).def("Q", hb));
    t("def buf", () -> new L("y", ClassDefinition.class.getClassLoader()).defBuf("ClassDefinition$H", hb).getClassLoader().getName());
    t("trunc", () -> new L("z", null).def("ClassDefinition$H", Arrays.copyOf(hb, 40)));
    t("magic", () -> { byte[] q = hb.clone(); q[0] = 0; return new L("z", null).def("ClassDefinition$H", q); });
    t("ver", () -> { byte[] q = hb.clone(); q[7] = 90; return new L("z", null).def("ClassDefinition$H", q); });
    t("fl", () -> l.fl("ClassDefinition$H") + " " + l.fl("java.lang.String") + " " + l.fl("nope"));
    t("lc", () -> l.loadClass("java.lang.String"));
    t("lc bad", () -> l.loadClass("Bad"));
    t("fn bad", () -> Class.forName("Bad", true, l));
    t("fn null", () -> Class.forName("Null", true, l));
    t("fn none", () -> Class.forName("None", true, l));
    t("name", () -> l.getName() + l.toString().startsWith("ClassDefinition$L@"));
    t("lookup", () -> MethodHandles.lookup().defineClass(bytes("ClassDefinition$H2")) );
    t("lookup2", () -> MethodHandles.lookup().defineClass(bytes("ClassDefinition$H2")));
    t("hidden", () -> { Class<?> c = MethodHandles.lookup().defineHiddenClass(bytes("ClassDefinition$H3"), true, MethodHandles.Lookup.ClassOption.NESTMATE).lookupClass(); return c.getName().replaceAll("0x.*", "X") + c.isHidden() + c.getNestHost() + c.getSimpleName().replaceAll("0x.*", "X") + c.getCanonicalName() + " " + c.toString().replaceAll("0x.*", "X") + c.descriptorString().replaceAll("0x.*", "X"); });
    t("hidden data", () -> { MethodHandles.Lookup k = MethodHandles.lookup().defineHiddenClassWithClassData(bytes("ClassDefinition$H3"), List.of(1,2), true); return MethodHandles.classData(k, "_", List.class); });
  }
}
