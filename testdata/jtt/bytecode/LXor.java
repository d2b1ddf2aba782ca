// runs: (12, 10)=6; (-1, -1)=0; (-1, 255)=-256
public class LXor {
    public static long test(long a, long b) {
        return a ^ b;
    }
}
