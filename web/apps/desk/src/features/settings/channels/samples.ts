import type { IdentityMethod } from '@/parts/channel'

export type Sample = { id: 'node' | 'go' | 'python' | 'php'; name: string; code: string }

const hmac = (key: string): Sample[] => [
  {
    id: 'node',
    name: 'Node.js',
    code: `import { createHmac } from 'node:crypto'

const hash = createHmac('sha256', process.env.FRONTDESK_SECRET)
  .update(user.id)
  .digest('hex')

// ${key}, in the page:
// frontdesk('identify', { userId: user.id, hash, name: user.name, email: user.email })`,
  },
  {
    id: 'go',
    name: 'Go',
    code: `mac := hmac.New(sha256.New, []byte(os.Getenv("FRONTDESK_SECRET")))
mac.Write([]byte(user.ID))
hash := hex.EncodeToString(mac.Sum(nil))`,
  },
  {
    id: 'python',
    name: 'Python',
    code: `import hashlib, hmac, os

hash = hmac.new(
    os.environ["FRONTDESK_SECRET"].encode(), str(user.id).encode(), hashlib.sha256
).hexdigest()`,
  },
  { id: 'php', name: 'PHP', code: `$hash = hash_hmac('sha256', (string) $user->id, getenv('FRONTDESK_SECRET'));` },
]

const jwt = (key: string, algorithm: 'HS256' | 'ES256'): Sample[] => {
  const secret = algorithm === 'HS256' ? 'FRONTDESK_SECRET' : 'FRONTDESK_PRIVATE_KEY'
  return [
    {
      id: 'node',
      name: 'Node.js',
      code: `import jwt from 'jsonwebtoken'

const token = jwt.sign(
  { name: user.name, email: user.email },
  process.env.${secret},
  { algorithm: '${algorithm}', subject: user.id, audience: '${key}', expiresIn: '10m' },
)

// In the page:
// frontdesk('identify', { jwt: token })`,
    },
    {
      id: 'go',
      name: 'Go',
      code: `token := jwt.NewWithClaims(jwt.SigningMethod${algorithm}, jwt.MapClaims{
	"sub": user.ID, "aud": "${key}", "exp": time.Now().Add(10 * time.Minute).Unix(),
	"name": user.Name, "email": user.Email,
})
signed, err := token.SignedString(${algorithm === 'HS256' ? `[]byte(os.Getenv("${secret}"))` : 'privateKey'})`,
    },
    {
      id: 'python',
      name: 'Python',
      code: `import datetime, jwt, os

token = jwt.encode(
    {
        "sub": str(user.id), "aud": "${key}", "name": user.name, "email": user.email,
        "exp": datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=10),
    },
    os.environ["${secret}"],
    algorithm="${algorithm}",
)`,
    },
    {
      id: 'php',
      name: 'PHP',
      code: `$token = Firebase\\JWT\\JWT::encode([
    'sub' => (string) $user->id, 'aud' => '${key}', 'exp' => time() + 600,
    'name' => $user->name, 'email' => $user->email,
], getenv('${secret}'), '${algorithm}');`,
    },
  ]
}

/** Server-side code that vouches for a visitor, in the languages of most shops. */
export function identitySamples(method: IdentityMethod, key: string): Sample[] {
  if (method === 'off') return []
  return method === 'hmac' ? hmac(key) : jwt(key, method === 'jwt-hs256' ? 'HS256' : 'ES256')
}
