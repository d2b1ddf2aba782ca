// Helpful NullPointerException messages (JEP 358): every instruction and every description shape.
import java.util.*;

public class HelpfulNpe {
    static class Node {
        Node next;
        int value;
        long wide;
        String name;
        int[] ints;
        Node[][] nodes;
        static Node root;
        static int[][] table;

        Node next() { return next; }
        int[] array(int i, String s) { return null; }
        static Node make(long x, double[] y) { return null; }
    }

    interface Call { Object run() throws Throwable; }

    static Node field;
    Node instance;

    static void check(Call c) {
        try {
            System.out.println("no exception: " + c.run());
        } catch (NullPointerException e) {
            System.out.println(e.getMessage());
        } catch (Throwable t) {
            System.out.println(t);
        }
    }

    static int parameter(Node p, int[] array, String... more) { return p.value; }

    int self(Node p) { return instance.next.value + p.value; }

    static Object ternary(boolean b) { Node n = b ? null : null; return n.next; }

    static int locals(int i) {
        Node a = null;
        int[] arr = null;
        switch (i) {
            case 0: return a.value;
            case 1: return arr[i];
            case 2: arr[2] = 5; return 0;
            case 3: return arr.length;
            case 4: a.next = a; return 0;
            case 5: synchronized (a) { return 1; }
            case 6: a.wide += 2; return 0;
            case 7: throw (RuntimeException) (Object) a;
            default: return a.next().next().value;
        }
    }

    public static void main(String[] args) throws Throwable {
        for (int i = 0; i < 9; i++) {
            int n = i;
            check(() -> locals(n));
        }
        Node node = new Node();
        node.nodes = new Node[3][];
        check(() -> node.next.value);
        check(() -> node.next().next);
        check(() -> node.name.length());
        check(() -> node.ints[3]);
        check(() -> node.nodes[1][2]);
        check(() -> node.nodes[1 + 1].length);
        check(() -> { int k = 0; return node.nodes[k][k].value; });
        check(() -> Node.root.next.next);
        check(() -> Node.table[3][4]);
        check(() -> Node.make(1, null).next);
        check(() -> node.array(1, "x")[0]);
        check(() -> node.array(1, "x").length);
        check(() -> field.next().next().value);
        check(() -> new HelpfulNpe().instance.value);
        check(() -> parameter(null, null));
        check(() -> new HelpfulNpe().self(node));
        check(() -> ternary(true));
        check(() -> { Object o = null; return o.toString(); });
        check(() -> { Object o = null; return o.getClass(); });
        check(() -> { byte[] b = null; b[0] = 1; return b[0]; });
        check(() -> { boolean[] b = null; return b[0]; });
        check(() -> { char[] c = null; c[1] = 'x'; return c; });
        check(() -> { short[] s = null; return s[1]; });
        check(() -> { long[] l = null; l[1] = 3L; return l; });
        check(() -> { long[] l = null; return l[7]; });
        check(() -> { float[] f = null; f[1] += 3f; return f; });
        check(() -> { double[] d = null; d[1] = 3; return d; });
        check(() -> { Object[] o = null; o[100] = "s"; return o; });
        check(() -> { Object[] o = null; return o[70000]; });
        check(() -> { int[][] o = new int[2][]; o[0][1]++; return o; });
        check(() -> { int[] idx = {1}; int[] o = null; return o[idx[0]]; });
        check(() -> { Integer i = null; return i + 1; });
        check(() -> { Long l = null; long x = l; return x; });
        check(() -> { RuntimeException e = null; throw e; });
        check(() -> { throw null; });
        check(() -> { String s = null; switch (s) { case "a": return 1; default: return 2; } });
        check(() -> { List<String> l = null; for (String s : l) { } return 0; });
        check(() -> { Map<String, Integer> m = new HashMap<>(); int i = m.get("x"); return i; });
        check(() -> { String s = null; s.substring(1, 2).trim(); return s; });
        check(() -> { synchronized (field) { return 1; } });
        check(() -> { node.next.nodes[1][2].ints[3] = 4; return 1; });
        check(() -> { node.next.wide = 4L; return 1; });
        check(() -> { field.name = "x"; return 1; });
        check(() -> { Runnable r = null; r.run(); return 1; });
        check(() -> { Object o = (String) null; return ((String) o).length(); });
        check(() -> "x".compareTo(null));
        check(() -> Objects.requireNonNull(null));
        check(() -> { throw new NullPointerException("explicit"); });
        check(() -> { throw new NullPointerException(); });
        check(() -> new String((char[]) null));
        check(() -> String.class.getMethod("length").invoke(null));
        check(() -> { Thread.currentThread().getStackTrace()[0].getFileName().length(); Node[] ns = {null}; return ns[(int) 0L].value; });
        check(() -> { Node[] ns = {null}; int a = 3, b = 3; return ns[a - b].name; });
        check(() -> { Node[] ns = {null}; return ns[node.value].name; });
        check(() -> { Node[] ns = {null}; return ns[Integer.parseInt("0")].name; });
        check(() -> { Node[] ns = {null}; byte i = 0; return ns[i & 1].name; });
        check(() -> { char[][][] c = new char[1][1][]; return c[0][0][0]; });
    }
}
