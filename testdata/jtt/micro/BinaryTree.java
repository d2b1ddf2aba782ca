// runs: (2000)=210867
public class BinaryTree {
    static class Tree {
        int key;
        Tree left, right;
        Tree(int k) { key = k; }
    }

    static Tree insert(Tree t, int k) {
        if (t == null) return new Tree(k);
        if (k < t.key) t.left = insert(t.left, k);
        else if (k > t.key) t.right = insert(t.right, k);
        return t;
    }

    static int depth(Tree t) { return t == null ? 0 : 1 + Math.max(depth(t.left), depth(t.right)); }

    static int size(Tree t) { return t == null ? 0 : 1 + size(t.left) + size(t.right); }

    public static int test(int n) {
        Tree t = null;
        int x = 12345;
        for (int i = 0; i < n; i++) {
            x = x * 1103515245 + 12345;
            t = insert(t, x >>> 8 & 1023);
        }
        return depth(t) * 10000 + size(t);
    }
}
