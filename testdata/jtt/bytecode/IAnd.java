// runs: (12, 10)=8; (-1, 255)=255; (-256, 255)=0; (0, -1)=0
public class IAnd {
    public static int test(int a, int b) {
        return a & b;
    }
}
