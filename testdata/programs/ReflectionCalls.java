// Calls through reflection: widening, selection, wrapping; classes of several loaders; arrays by name.
// javac: -nowarn
import java.util.*; import java.lang.reflect.*; import java.io.*; import java.net.*; import java.nio.file.*;
public class ReflectionCalls {
  static void t(String n, java.util.concurrent.Callable<?> c) { try { System.out.println(n + " -> " + c.call()); } catch (Throwable e) { System.out.println(n + " !! " + (e + " / " + e.getCause()).replaceAll("(@|0x)[0-9a-f]+", "$1")); } }
  interface Greeter { String greet(String n); }
  public static class NotSer { } public static class H2 { } public static class H3 { } sealed interface Shape permits Sq { } static final class Sq implements Shape { } 
  static final Path DIR = dir();
  static Path dir() { try { return Path.of(ReflectionCalls.class.getProtectionDomain().getCodeSource().getLocation().toURI()); } catch (URISyntaxException e) { throw new Error(e); } }
  public static void main(String[] args) throws Throwable {
    t("url loader", () -> { URLClassLoader u = new URLClassLoader("ucl", new URL[]{DIR.toUri().toURL()}, null); Class<?> c = u.loadClass("ReflectionCalls$H2"); return c.getClassLoader().getName() + (c == Class.forName("ReflectionCalls$H2")) + u.findResource("ReflectionCalls$H2.class") .getProtocol() + c.getProtectionDomain().getCodeSource().getLocation().getProtocol(); });
    t("cast across", () -> { URLClassLoader u = new URLClassLoader(new URL[]{DIR.toUri().toURL()}, null); Object o = u.loadClass("ReflectionCalls$H2").getDeclaredConstructor().newInstance(); H2 h = (H2) o; return h; });
    t("parallel", () -> { class PL extends ClassLoader { static { registerAsParallelCapable(); } PL() { super(null); } protected Class<?> findClass(String n) throws ClassNotFoundException { try { byte[] b = Files.readAllBytes(DIR.resolve(n + ".class")); return defineClass(n, b, 0, b.length); } catch (IOException e) { throw new ClassNotFoundException(n, e); } } } PL p = new PL(); List<Thread> ts = new ArrayList<>(); Set<Class<?>> s = Collections.synchronizedSet(new HashSet<>()); for (int i = 0; i < 8; i++) { Thread q = new Thread(() -> { try { s.add(p.loadClass("ReflectionCalls$H3")); } catch (Exception e) { System.out.println(e); } }); ts.add(q); q.start(); } for (Thread q : ts) q.join(); return s.size() + " " + p.isRegisteredAsParallelCapable(); });
    t("nclf", () -> { new ClassLoader(null) { Class<?> d() throws Exception { byte[] b = Files.readAllBytes(DIR.resolve("ReflectionCalls.class")); return defineClass("ReflectionCalls", b, 0, b.length); } }.d().getDeclaredMethods(); return 0; });
    t("ser", () -> { ByteArrayOutputStream b = new ByteArrayOutputStream(); new ObjectOutputStream(b).writeObject(new NotSer()); return 0; });
    t("trunc", () -> { new ClassLoader(null) { Class<?> d() throws Exception { byte[] b = Files.readAllBytes(DIR.resolve("ReflectionCalls$H2.class")); b[10] = 99; return defineClass(null, b, 0, b.length); } }.d(); return 0; });
    t("tccl", () -> Thread.currentThread().getContextClassLoader().getName() + ClassLoader.getSystemClassLoader().getParent().getName() + ClassLoader.getPlatformClassLoader().getParent());
    t("getResources", () -> Collections.list(ClassLoader.getSystemResources("java/lang/Object.class")).size());
    t("ver", () -> Runtime.version().feature());
    t("defpkgs", () -> Arrays.toString(ClassLoader.getSystemClassLoader().getDefinedPackages()));
    t("defpkg", () -> ClassLoader.getSystemClassLoader().getDefinedPackage("java.util"));
    t("gen", () -> { Type ty = new ArrayList<Map<String, int[]>>() {}.getClass().getGenericSuperclass(); return ty; });
    t("exc", () -> { throw new Exception("a", new Error("b")); });
    t("depth", () -> { Method m = ReflectionCalls.class.getDeclaredMethod("recur", int.class); return m.invoke(null, 50); });
    t("inner ctor", () -> Arrays.toString(ReflectionCalls.class.getDeclaredClasses()));
    t("arr cls", () -> Class.forName("[[Ljava.util.Map$Entry;") + " " + int[].class.getComponentType() + String[][].class.arrayType() + int.class.arrayType() + Map.Entry[].class.getCanonicalName() + int[].class.getPackageName());
    t("arr dim", () -> { String s = "[".repeat(256) + "I"; return Class.forName(s); });
    t("long name", () -> Class.forName("a".repeat(70000)).getName().length());
    t("clinit refl", () -> { Field f = X.class.getField("v"); return f.get(null); });
    t("isInst", () -> Number[].class.isInstance(new Integer[0]) + "" + Object[].class.isAssignableFrom(int[][].class) + Cloneable.class.isInstance(new int[0]) + Object[].class.isInstance(new int[0]));
    t("voidret", () -> ReflectionCalls.class.getDeclaredMethod("v").invoke(null));
    t("bool", () -> ((Object) ReflectionCalls.class.getDeclaredMethod("b").invoke(null)).getClass());
    t("chr", () -> ReflectionCalls.class.getDeclaredMethod("c", char.class, byte.class, short.class, float.class, double.class, boolean.class, long.class).invoke(null, 'a', (byte) -1, (short) -2, 1.5f, 2.5, true, -5L));
    t("widen", () -> ReflectionCalls.class.getDeclaredMethod("c", char.class, byte.class, short.class, float.class, double.class, boolean.class, long.class).invoke(null, 'a', (byte) -1, (byte) -2, 7L, 8, true, 'b'));
    t("iface inv", () -> Comparable.class.getMethod("compareTo", Object.class).invoke("a", "b"));
    t("default inv", () -> Def.class.getMethod("d").invoke(new Def() {}));
    t("obj on iface", () -> Object.class.getMethod("toString").invoke(List.of(1)));
    t("priv iface", () -> Def.class.getDeclaredMethod("p").invoke(new Def() {}));
    t("clone refl", () -> { Method m = Object.class.getDeclaredMethod("clone"); m.setAccessible(true); return m.invoke(new int[2]); });
    t("abstr", () -> AbstractList.class.getMethod("get", int.class).invoke(List.of(5), 0));
    t("absl", () -> AbstractList.class.getMethod("get", int.class).invoke(Arrays.asList(5), 0));
    t("npe arg", () -> String.class.getMethod("concat", String.class).invoke("a", (Object) null));
    t("varargs", () -> String.class.getMethod("format", String.class, Object[].class).invoke(null, "%s %s", new Object[]{1, 2}));
    t("super", () -> { Method m = Object.class.getMethod("hashCode"); return m.invoke("a"); });
    t("sealedsub", () -> { new ClassLoader(ReflectionCalls.class.getClassLoader()) { Class<?> d() throws Exception { byte[] b = Files.readAllBytes(DIR.resolve("ReflectionCalls$Sq.class")); return defineClass("ReflectionCalls$Sq", b, 0, b.length); } }.d(); return 0; });
  }
  static int recur(int n) throws Exception { return n == 0 ? new Exception().getStackTrace().length > 50 ? 1 : 0 : (Integer) ReflectionCalls.class.getDeclaredMethod("recur", int.class).invoke(null, n - 1); }
  static class X { static { System.out.println("X init"); } public static int v = 9; } static void v() {} static boolean b() { return true; } static String c(char a, byte b, short s, float f, double d, boolean z, long l) { return a + "," + b + "," + s + "," + f + "," + d + "," + z + "," + l; }
  interface Def { default String d() { return "d" + p(); } private String p() { return "p"; } }
}
