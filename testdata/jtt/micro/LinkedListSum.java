// runs: (10)=45; (50000)=1249975000
public class LinkedListSum {
    static class Node {
        final int v;
        final Node next;

        Node(int v, Node next) {
            this.v = v;
            this.next = next;
        }
    }

    public static int test(int n) {
        Node head = null;
        for (int i = 0; i < n; i++) head = new Node(i, head);
        int s = 0;
        for (Node x = head; x != null; x = x.next) s += x.v;
        return s;
    }
}
