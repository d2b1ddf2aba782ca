// What reflection and java.lang.reflect.Array refuse, and in which words.
import java.lang.reflect.*;
import java.util.*;
public class ReflectionErrors {
  interface Th { Object run() throws Throwable; }
  static void t(String n, Th th) { try { System.out.println(n+" -> "+th.run()); } catch (Throwable e) { System.out.println(n+" !! "+e+" cause="+e.getCause()); } }
  public static int f(int x) { return x; }
  public static void l(long x, String s) { }
  public int g() { return 1; }
  public static byte[] bytes(byte b, char c, short s, boolean z, float f, double d){ return null; }
  public static void thr() throws Exception { throw new java.io.IOException("x"); }
  static abstract class Ab { public Ab() {} }
  enum En { A; En(){} }
  static class Ini { static { if (true) throw new RuntimeException("init"); } public Ini(){} public static void m(){} }
  public static void main(String[] a) throws Throwable {
    Method f = ReflectionErrors.class.getMethod("f", int.class);
    t("null prim", () -> f.invoke(null, (Object) null));
    t("noargs", () -> f.invoke(null));
    t("many", () -> f.invoke(null, 1, 2));
    t("string", () -> f.invoke(null, "s"));
    t("long", () -> f.invoke(null, 5L));
    t("byte", () -> f.invoke(null, (byte) 5));
    t("char", () -> f.invoke(null, 'c'));
    t("bool", () -> f.invoke(null, true));
    Method l = ReflectionErrors.class.getMethod("l", long.class, String.class);
    t("l ok", () -> l.invoke(null, 1, null));
    t("l mism", () -> l.invoke(null, 1, 2));
    Method g = ReflectionErrors.class.getMethod("g");
    t("g null", () -> g.invoke(null));
    t("g other", () -> g.invoke("x"));
    t("thr", () -> ReflectionErrors.class.getMethod("thr").invoke(null));
    t("abs", () -> Ab.class.getDeclaredConstructors()[0].newInstance());
    t("ini", () -> Ini.class.getDeclaredConstructors()[0].newInstance());
    t("ini2", () -> Ini.class.getDeclaredConstructors()[0].newInstance());
    t("ini3", () -> Ini.class.getMethod("m").invoke(null));
    int[] ia = new int[3]; Object[] oa = new String[2]; boolean[] za = new boolean[1];
    t("getLength null", () -> Array.getLength(null));
    t("getLength str", () -> Array.getLength("s"));
    t("get oob", () -> Array.get(ia, 3));
    t("get neg", () -> Array.get(oa, -1));
    t("get str", () -> Array.get("x", -1));
    t("get null", () -> Array.get(null, -1));
    t("getInt oob", () -> Array.getInt(ia, 3));
    t("getInt obj", () -> Array.getInt(oa, 0));
    t("getInt str", () -> Array.getInt("x", 0));
    t("getInt null", () -> Array.getInt(null, 0));
    t("getInt bool", () -> Array.getInt(za, 0));
    t("getLong int", () -> Array.getLong(ia, 0));
    t("getByte int", () -> Array.getByte(ia, 0));
    t("getByte int oob", () -> Array.getByte(ia, 9));
    t("set oob", () -> {Array.set(ia, 3, 1); return 0;});
    t("set mism", () -> {Array.set(ia, 0, "x"); return 0;});
    t("set null", () -> {Array.set(ia, 0, null); return 0;});
    t("set nullarr", () -> {Array.set(null, 0, null); return 0;});
    t("set long", () -> {Array.set(ia, 0, 1L); return 0;});
    t("set mism oob", () -> {Array.set(ia, 9, 1L); return 0;});
    t("set oa mism", () -> {Array.set(oa, 0, 1L); return 0;});
    t("set oa mism oob", () -> {Array.set(oa, 9, 1L); return 0;});
    t("set oa oob", () -> {Array.set(oa, 9, "s"); return 0;});
    t("set str", () -> {Array.set("x", 0, 1L); return 0;});
    t("setLong int", () -> {Array.setLong(ia, 0, 1L); return 0;});
    t("setLong int oob", () -> {Array.setLong(ia, 9, 1L); return 0;});
    t("setInt oa", () -> {Array.setInt(oa, 0, 1); return 0;});
    t("setInt int oob", () -> {Array.setInt(ia, 9, 1); return 0;});
    t("newInstance neg", () -> Array.newInstance(int.class, -1));
    t("newInstance void", () -> Array.newInstance(void.class, 1));
    t("newInstance null", () -> Array.newInstance(null, 1));
    t("multi 0", () -> Array.newInstance(int.class, new int[0]));
    t("multi null", () -> Array.newInstance(int.class, (int[]) null));
    t("multi nullc", () -> Array.newInstance(null, 1, 2));
    t("multi neg", () -> Array.newInstance(int.class, 1, -2));
    t("multi void", () -> Array.newInstance(void.class, 1, 2));
    t("multi 256", () -> Array.newInstance(int.class, new int[256]));
    t("multi 255", () -> Array.newInstance(int.class, new int[255]).getClass());
    t("multi 255+1", () -> Array.newInstance(int[].class, new int[255]).getClass());
    t("single 255+1", () -> Array.newInstance(Array.newInstance(int.class, new int[255]).getClass(), 1).getClass());
    t("forName /", () -> Class.forName("java/lang/String"));
    t("forName []", () -> Class.forName("[Ljava.lang.String;"));
    t("forName [I", () -> Class.forName("[I"));
    t("forName bad", () -> Class.forName("[Ljava.lang.String"));
    t("forName bad2", () -> Class.forName("[X"));
    t("forName bad3", () -> Class.forName("a..b"));
    t("forName empty", () -> Class.forName(""));
    t("forName int", () -> Class.forName("int"));
    t("forName [[Lno;", () -> Class.forName("[[Lno.Such;"));
    t("forName no.Such", () -> Class.forName("no.Such"));
    t("forName null loader", () -> Class.forName("ReflectionErrors", false, null));
    t("forName null", () -> Class.forName(null));
    t("clone", () -> new ReflectionErrors().clone());
    t("notify", () -> {new ReflectionErrors().notify(); return 0;});
    t("wait", () -> {new ReflectionErrors().wait(1); return 0;});
    t("wait -1", () -> {synchronized(ia){ia.wait(-1);} return 0;});
    t("intmods", () -> int.class.getModifiers()+" "+int[].class.getModifiers()+" "+En.class.getModifiers()+" "+En[].class.getModifiers()+" "+Th.class.getModifiers()+" "+Ab.class.getModifiers());
    t("iface", () -> Arrays.toString(int[].class.getInterfaces())+Th[].class.getSuperclass()+Th.class.getSuperclass());
    t("isAssignableFrom null", () -> int.class.isAssignableFrom(null));
    System.out.println(Arrays.toString(ReflectionErrors.class.getDeclaredClasses()));
    StackWalker w = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    t("caller", () -> w.getCallerClass());
    Method inv = StackWalker.class.getMethod("getCallerClass");
    t("caller refl", () -> inv.invoke(w));
  }
}
