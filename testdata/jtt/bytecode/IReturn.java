// runs: (5)=5
public class IReturn {
    static int f(int a) {
        return a;
    }

    public static int test(int a) {
        return f(a);
    }
}
