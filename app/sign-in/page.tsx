import { messages } from '#components/messages/messages.ts'
import { DialTone } from '#components/sign-in/dial-tone.tsx'
import { SignInFoot } from '#components/sign-in/sign-in-foot.tsx'
import { SignInForm } from '#components/sign-in/sign-in-form.tsx'
import { Mark } from '#components/ui/mark.tsx'
import { isDemo } from '#lib/env.ts'
import { titled } from '../titled.ts'

export const generateMetadata = titled((texts) => texts.signIn.title)

export default function SignInPage() {
  const demo = isDemo()
  return (
    <div className="grid min-h-dvh bg-surface desk:grid-cols-2">
      <main className="flex min-h-dvh flex-col gap-8 px-5 py-6 tablet:px-10 tablet:py-8">
        <div className="flex items-center gap-2">
          <Mark size={24} />
          <span className="text-16 font-semibold">{messages.product}</span>
        </div>
        <SignInForm demo={demo} />
        <SignInFoot demo={demo} />
      </main>
      <DialTone />
    </div>
  )
}
