// runs: ()=2
public class IConst2 {
    public static int test() {
        return 2;
    }
}
