// runs: ()=2
public class FConst2 {
    public static float test() {
        return 2f;
    }
}
