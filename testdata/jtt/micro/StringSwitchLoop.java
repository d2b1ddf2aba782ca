// runs: (4)=1111; (4000)=1111000
public class StringSwitchLoop {
    public static int test(int n) {
        String[] words = {"alpha", "beta", "gamma", "delta"};
        int s = 0;
        for (int i = 0; i < n; i++) {
            switch (words[i & 3]) {
                case "alpha": s += 1; break;
                case "beta": s += 10; break;
                case "gamma": s += 100; break;
                default: s += 1000;
            }
        }
        return s;
    }
}
