// runs: (5)=5; (-1)=0
public class Return {
    static int value;

    static void set(int a) {
        value = 0;
        if (a < 0) return;
        value = a;
    }

    public static int test(int a) {
        set(a);
        return value;
    }
}
