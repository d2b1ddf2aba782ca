// Helpful NullPointerException messages: every action, every form of cause, merged and lost origins.
// javac: -g
import java.util.*;
public class HelpfulNpeForms {
  static int[] ia; static Object[][] oa = new Object[2][]; static String s; static HelpfulNpeForms n; HelpfulNpeForms next; int[][] arr; int f; long l; double d; Object o; String str; static StringBuilder sb;
  interface Th { void run() throws Throwable; }
  static int c = 0;
  static void t(Th th) { try { th.run(); System.out.println((c++)+" none"); } catch (NullPointerException e) { System.out.println((c++)+" "+e.getMessage()); } catch (Throwable e) { System.out.println((c++)+" other "+e); } }
  HelpfulNpeForms get() { return next; }
  static HelpfulNpeForms sget(int i, String q, Object[] x, StringBuilder b, long[] l, List<String> u) { return null; }
  int idx() { return 0; }
  void inst(HelpfulNpeForms p, int[] q, long w, HelpfulNpeForms z) {
    t(() -> { p.f = 1; });
    try { p.f = 1; } catch (NullPointerException e) { System.out.println("i0 " + e.getMessage()); }
    try { q[3] = 1; } catch (NullPointerException e) { System.out.println("i1 " + e.getMessage()); }
    try { System.out.println(z.l); } catch (NullPointerException e) { System.out.println("i2 " + e.getMessage()); }
    try { z = (HelpfulNpeForms) (Object) null; z.f++; } catch (NullPointerException e) { System.out.println("i3 " + e.getMessage()); }
    try { this.next.f = 3; } catch (NullPointerException e) { System.out.println("i4 " + e.getMessage()); }
    try { this.next.next.next.f = 3; } catch (NullPointerException e) { System.out.println("i5 " + e.getMessage()); }
    try { next = this; next.next.next.next.next.next.next.next.arr[1][2] = 3; } catch (NullPointerException e) { System.out.println("i6 " + e.getMessage()); }
    try { next = this; get().get().arr[idx()][f] = 3; } catch (NullPointerException e) { System.out.println("i7 " + e.getMessage()); }
    arr = new int[3][];
    try { get().get().arr[idx()][f] = 3; } catch (NullPointerException e) { System.out.println("i8 " + e.getMessage()); }
    try { arr[(f+1)*2][f] = 3; } catch (NullPointerException e) { System.out.println("i9 " + e.getMessage()); }
    try { arr[next.next.f][f] = 3; } catch (NullPointerException e) { System.out.println("i10 " + e.getMessage()); }
  }
  static String ssw(int k, Object x) {
    switch (k) { case 1: x = null; break; case 2: x = s; break; default: break; }
    return x.toString();
  }
  static String loop(Object x) {
    Object y = x;
    for (int i = 0; i < 3; i++) { y = i > 1 ? null : s; try { y.hashCode(); } catch (NullPointerException e) { System.out.println("l"+i+" " + e.getMessage()); } }
    return y.toString();
  }
  static long many(long a, double b, Object cc, int d, Object e) { return cc.hashCode() + e.hashCode(); }
  public static void main(String[] args) throws Throwable {
    t(() -> { ia[0] = 1; });
    t(() -> { System.out.println(ia[1]); });
    t(() -> { System.out.println(ia.length); });
    t(() -> { oa[1][0] = null; });
    t(() -> { oa[ia == null ? 1 : 0][0] = null; });
    t(() -> { Object q = oa[0][1]; });
    t(() -> { s.length(); });
    t(() -> { n.next.f = 1; });
    t(() -> { n.get().get(); });
    t(() -> { sget(1, "", null, null, null, null).get(); });
    t(() -> { synchronized (s) { } });
    t(() -> { throw null; });
    t(() -> { throw (RuntimeException) (Object) s; });
    t(() -> { n.l = 4; });
    t(() -> { n.d = 4; });
    t(() -> { n.o = n; });
    t(() -> { Object x = n.arr; });
    t(() -> { byte[] b = null; b[1] = 2; });
    t(() -> { boolean[] b = null; b[1] = true; });
    t(() -> { char[] b = null; b[1] = 2; });
    t(() -> { short[] b = null; b[1] = 2; });
    t(() -> { long[] b = null; b[1] = 2; });
    t(() -> { float[] b = null; b[1] = 2; });
    t(() -> { double[] b = null; b[1] = 2; });
    t(() -> { byte[] b = null; int q = b[1]; });
    t(() -> { char[] b = null; int q = b[1]; });
    t(() -> { short[] b = null; int q = b[1]; });
    t(() -> { long[] b = null; long q = b[100]; });
    t(() -> { float[] b = null; float q = b[1000]; });
    t(() -> { double[] b = null; double q = b[70000]; });
    t(() -> { Integer i = null; int q = i; });
    t(() -> { Long i = null; long q = i + 1; });
    t(() -> { ssw(0, null); });
    t(() -> { ssw(1, null); });
    t(() -> { ssw(2, "" ); });
    t(() -> { loop("a"); });
    t(() -> { many(1, 2, null, 3, null); });
    t(() -> { many(1, 2, "", 3, null); });
    t(() -> { throw new NullPointerException(); });
    t(() -> { throw new NullPointerException("own"); });
    t(() -> { Objects.requireNonNull(null); });
    t(() -> { Objects.requireNonNull(null, "msg"); });
    t(() -> { new HashMap<String,String>().get("a").trim(); });
    t(() -> { Map<String, List<String>> m = new HashMap<>(); m.get("x").get(0); });
    t(() -> { Object o = null; ((String) o).trim(); });
    t(() -> { sb.append("x"); });
    t(() -> { String[] q = null; q.clone(); });
    t(() -> { HelpfulNpeForms[] q = new HelpfulNpeForms[1]; q[0].f = 2; });
    t(() -> { HelpfulNpeForms[][] q = new HelpfulNpeForms[1][1]; q[0][0].next.f = 2; });
    t(() -> { int[][][] q = new int[2][2][]; q[1][0][1]++; });
    t(() -> { int i = 1; int[][] q = new int[2][]; q[i][i] = 2; });
    t(() -> { List<HelpfulNpeForms> q = new ArrayList<>(); q.add(null); q.get(0).f = 2; });
    t(() -> { boolean b = args == null; HelpfulNpeForms x = b ? n : null; x.f = 1; });
    t(() -> { new HelpfulNpeForms().next.f += 2; });
    t(() -> { new HelpfulNpeForms().get().o.toString().length(); });
    t(() -> { switch (s) { case "a": } });
    t(() -> { for (String q : (List<String>) null) { } });
    t(() -> { for (int q : ia) { } });
    t(() -> { Runnable r = null; r.run(); });
    t(() -> { HelpfulNpeForms.super_(null); });
    t(() -> { int q = n.arr[0][1]; });
    t(() -> { HelpfulNpeForms.<Object>gen(null).hashCode(); });
    t(() -> { Thread.State st = null; switch (st) { case NEW: } });
    t(() -> { HelpfulNpeForms.class.getMethod("idx").invoke(null); }); 
    t(() -> { "a".compareTo(null); });
    t(() -> { "a".concat(null); });
    t(() -> { new String((char[]) null); });
    t(() -> { String.join(null, "a"); });
    t(() -> { HelpfulNpeForms x = n; x = x.next.next; });
    t(() -> { Object[] q = (Object[]) null; q[args.length] = q[args.length+1]; });
    t(() -> { Supp<HelpfulNpeForms> q = () -> null; q.get().f = 1; });
    t(() -> { new HelpfulNpeForms().new Inner().go(); });
    t(() -> { HelpfulNpeForms[] a = null; int i = 5; a[i++ + 1] = null;});
    t(() -> { wide(null); });
    new HelpfulNpeForms().inst(null, null, 5, null);
  }
  static void wide(Object p0) { int a1=1,a2=2,a3=3,a4=4,a5=5,a6=6; long b1=1,b2=2,b3=3,b4=4,b5=5,b6=6,b7=7,b8=8,b9=9,b10=1,b11=1,b12=2,b13=3,b14=4,b15=5,b16=6,b17=7,b18=8,b19=9,b20=1,b21=1,b22=2,b23=3,b24=4,b25=5,b26=6,b27=7,b28=8,b29=9,b30=1,b31=3,b32=3,b33=4; Object z = p0; z.hashCode(); }
  interface Supp<T> { T get(); }
  class Inner { void go() { next.f = 2; } }
  static <T> T gen(T t) { return t; }
  static void super_(HelpfulNpeForms p) { p.new Inner(); }
}
