// runs: (12, 10)=6; (-1, -1)=0; (-1, 255)=-256
public class IXor {
    public static int test(int a, int b) {
        return a ^ b;
    }
}
