// runs: (12, 10)=14; (-256, 255)=-1; (0, 0)=0
public class IOr {
    public static int test(int a, int b) {
        return a | b;
    }
}
