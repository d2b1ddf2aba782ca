// runs: (3)=404; (-1)=0
public class Dup {
    public static int test(int n) {
        int a, b;
        a = b = n + 1;
        return a * 100 + b;
    }
}
