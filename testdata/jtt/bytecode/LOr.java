// runs: (12, 10)=14; (-256, 255)=-1; (0, 0)=0
public class LOr {
    public static long test(long a, long b) {
        return a | b;
    }
}
