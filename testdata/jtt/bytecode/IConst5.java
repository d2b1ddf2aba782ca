// runs: ()=5
public class IConst5 {
    public static int test() {
        return 5;
    }
}
