// runs: (1)=303210; (2)=303420
public class Varargs {
    static int sum(int... xs) {
        int s = 0;
        for (int x : xs) s += x;
        return s;
    }

    static int count(Object... os) {
        return os.length;
    }

    public static int test(int n) {
        return sum() + sum(n) * 10 + sum(n, n) * 100 + sum(new int[] {1, 1, 1}) * 1000 + count("a", null, 3) * 100000;
    }
}
