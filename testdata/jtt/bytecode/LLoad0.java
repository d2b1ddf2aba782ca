// runs: (7L)=7; (-8L)=-8
public class LLoad0 {
    public static long test(long v) {
        return v;
    }
}
