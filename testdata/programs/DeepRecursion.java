// Recursion as deep as the default stack of java allows with room to spare.
import java.util.*;

public class DeepRecursion {
    static int depth(int n) { return n == 0 ? 0 : 1 + depth(n - 1); }

    static int ackermann(int m, int n) { return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1)); }

    static boolean even(int n) { return n == 0 || odd(n - 1); }

    static boolean odd(int n) { return n != 0 && even(n - 1); }

    static void hanoi(int n, Deque<Integer> a, Deque<Integer> b, Deque<Integer> c) {
        if (n == 0) return;
        hanoi(n - 1, a, c, b);
        b.push(a.pop());
        hanoi(n - 1, c, b, a);
    }

    static long sum(List<Integer> l, int i) { return i == l.size() ? 0 : l.get(i) + sum(l, i + 1); }

    static class Chain {
        Chain next;
        @Override public int hashCode() { return next == null ? 7 : next.hashCode() * 31 + 1; }
    }

    public static void main(String[] args) {
        System.out.println(depth(5000) + " " + ackermann(2, 300) + " " + even(4001));
        Deque<Integer> a = new ArrayDeque<>(), b = new ArrayDeque<>(), c = new ArrayDeque<>();
        for (int i = 12; i > 0; i--) a.push(i);
        hanoi(12, a, b, c);
        System.out.println(a + " " + b + " " + c);
        List<Integer> l = new ArrayList<>();
        for (int i = 0; i < 3000; i++) l.add(i);
        System.out.println(sum(l, 0));
        Chain chain = null;
        for (int i = 0; i < 2000; i++) {
            Chain head = new Chain();
            head.next = chain;
            chain = head;
        }
        System.out.println(chain.hashCode());
    }
}
