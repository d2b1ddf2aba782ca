// runs: (10)=-1241463143; (2000)=2047397684
public class StringBuilding {
    public static int test(int n) {
        StringBuilder sb = new StringBuilder();
        for (int i = 0; i < n; i++) sb.append(i).append(i % 2 == 0 ? ',' : '\u017c');
        return sb.reverse().toString().hashCode() + sb.length();
    }
}
