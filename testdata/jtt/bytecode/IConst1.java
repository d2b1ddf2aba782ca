// runs: ()=1
public class IConst1 {
    public static int test() {
        return 1;
    }
}
