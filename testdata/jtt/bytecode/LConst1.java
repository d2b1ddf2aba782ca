// runs: ()=1
public class LConst1 {
    public static long test() {
        return 1L;
    }
}
