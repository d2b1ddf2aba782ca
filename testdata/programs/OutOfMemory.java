// OutOfMemoryError is thrown, caught and survived, for one huge array, many small objects, and array limits.
// flags: -Xmx64m
import java.util.*;

public class OutOfMemory {
    static void check(String name, Runnable r) {
        try {
            r.run();
            System.out.println(name + " returned");
        } catch (OutOfMemoryError e) {
            System.out.println(name + " " + e.getMessage());
        }
    }

    static long fill() {
        List<byte[]> list = new ArrayList<>();
        try {
            while (true) list.add(new byte[1 << 16]);
        } catch (OutOfMemoryError e) {
            return list.size();
        }
    }

    static class Node {
        Node next;
        long a, b, c;
    }

    static boolean chain() {
        Node head = null;
        try {
            while (true) {
                Node n = new Node();
                n.next = head;
                head = n;
            }
        } catch (OutOfMemoryError e) {
            return head != null;
        }
    }

    public static void main(String[] args) {
        check("array", () -> { byte[] b = new byte[200 << 20]; System.out.println(b.length); });
        check("limit", () -> { int[] b = new int[Integer.MAX_VALUE]; System.out.println(b.length); });
        check("objects", () -> { Object[] b = new Object[100_000_000]; System.out.println(b.length); });
        check("multi", () -> { long[][][] b = new long[1000][1000][1000]; System.out.println(b.length); });
        for (int i = 0; i < 3; i++) {
            long n = fill();
            System.out.println("filled " + (n > 300 && n < 1100));
        }
        System.out.println("chain " + chain());
        check("string", () -> "x".repeat(1 << 30).length());
        check("builder", () -> { StringBuilder sb = new StringBuilder("0123456789"); while (true) sb.append(sb); });
        List<Integer> survivors = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) survivors.add(i);
        System.out.println(survivors.size() + " alive");
    }
}
