// Allocation of short-lived trees beside a long-lived one.
// args: 15
public class BinaryTrees {
    static final class Node {
        Node left, right;

        static Node make(int depth) {
            Node n = new Node();
            if (depth > 0) {
                n.left = make(depth - 1);
                n.right = make(depth - 1);
            }
            return n;
        }

        int count() {
            return left == null ? 1 : 1 + left.count() + right.count();
        }
    }

    public static void main(String[] args) {
        int max = Integer.parseInt(args[0]);
        Node longLived = Node.make(max);
        long sum = 0;
        for (int depth = 4; depth <= max; depth += 2) {
            int iterations = 1 << (max - depth + 2);
            for (int i = 0; i < iterations; i++) sum += Node.make(depth).count();
        }
        System.out.println(sum + " " + longLived.count());
    }
}
