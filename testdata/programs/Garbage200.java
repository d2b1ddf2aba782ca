// 200 MB of garbage, with a live set that must survive, in a 64 MB heap.
// flags: -Xmx64m
import java.util.*;

public class Garbage200 {
    static final class Node {
        final Node left, right;
        final int id;

        Node(int depth, int id) {
            this.id = id;
            left = depth == 0 ? null : new Node(depth - 1, id * 2);
            right = depth == 0 ? null : new Node(depth - 1, id * 2 + 1);
        }

        long sum() { return id + (left == null ? 0 : left.sum() + right.sum()); }
    }

    public static void main(String[] args) {
        Node live = new Node(14, 1);
        long expected = live.sum();
        Map<Integer, byte[]> window = new HashMap<>();
        long bytes = 0, check = 0;
        for (int i = 0; bytes < 200L << 20; i++) {
            int size = (i * 7919 & 0x3fff) + 16;
            byte[] b = new byte[size];
            b[size - 1] = (byte) i;
            bytes += size;
            window.put(i % 64, b);
            if (i % 50 == 0) check += new Node(6, i).sum();
            if (i % 1000 == 0) check += window.values().stream().mapToInt(a -> a[a.length - 1]).sum();
            if (i % 97 == 0) check += new String("s" + i).hashCode();
        }
        System.out.println(bytes >> 20);
        System.out.println(check + " " + (live.sum() == expected) + " " + expected);
        for (int i = 0; i < 30; i++) {
            int[] big = new int[2_000_000];
            big[i] = i;
            check += big[i];
        }
        System.out.println(check + " " + live.sum());
    }
}
